// The little of RFC 6455 that a server needs to greet a browser, say a few words and close.
// It stands here in sixty lines so that the tests see every byte a page sends on a socket.

import { createHash } from 'node:crypto';

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/** Completes the handshake. `protocol` is the one subprotocol chosen, or null. */
export function acceptWebSocket(request, socket, protocol) {
  const key = request.headers['sec-websocket-key'];
  const accept = createHash('sha1').update(key + MAGIC).digest('base64');
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
  ];
  if (protocol) lines.push(`Sec-WebSocket-Protocol: ${protocol}`);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  return new ServerSocket(socket);
}

/** Refuses the upgrade with a plain HTTP answer; the page sees close 1006 and nothing else. */
export function refuseWebSocket(socket, status) {
  socket.end(`HTTP/1.1 ${status} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
}

class ServerSocket {
  /** Every text or binary message that the page sent. */
  received = [];
  #pending = Buffer.alloc(0);
  #socket;
  #closeSent = false;

  constructor(socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', () => {});
  }

  text(message) {
    this.#send(TEXT, Buffer.from(message));
  }

  close(code, reason = '') {
    if (this.#closeSent) return;
    this.#closeSent = true;
    const payload = Buffer.alloc(2 + Buffer.byteLength(reason));
    payload.writeUInt16BE(code);
    payload.write(reason, 2);
    this.#send(CLOSE, payload);
  }

  /** Ends the connection without a word. */
  cut() {
    this.#socket.destroy();
  }

  #send(opcode, payload) {
    if (!this.#socket.writable) return;
    const head =
      payload.length < 126 ? Buffer.from([0x80 | opcode, payload.length]) : Buffer.from([0x80 | opcode, 126, payload.length >> 8, payload.length & 255]);
    this.#socket.write(Buffer.concat([head, payload]));
  }

  #read(chunk) {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    for (let frame = this.#take(); frame; frame = this.#take()) {
      if (frame.opcode === CLOSE) {
        if (!this.#closeSent) this.#send(CLOSE, frame.payload);
        this.#closeSent = true;
        this.#socket.end();
      } else if (frame.opcode === PING) this.#send(PONG, frame.payload);
      else if (frame.opcode !== PONG) this.received.push(frame.payload.toString());
    }
  }

  #take() {
    const data = this.#pending;
    if (data.length < 6) return null;
    let length = data[1] & 127;
    let at = 2;
    if (length === 126) [length, at] = [data.readUInt16BE(2), 4];
    else if (length === 127) [length, at] = [Number(data.readBigUInt64BE(2)), 10];
    if (data.length < at + 4 + length) return null;
    const mask = data.subarray(at, at + 4);
    const payload = Buffer.from(data.subarray(at + 4, at + 4 + length).map((byte, i) => byte ^ mask[i & 3]));
    this.#pending = data.subarray(at + 4 + length);
    return { opcode: data[0] & 15, payload };
  }
}
