//! An answer as plain data: live from the browser, recorded in a file, or pasted back from `curl -i`.

/// What came back from a host.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// An HTTP response.
    Http(Response),
    /// What a socket said before it closed.
    Socket(Socket),
}

/// An HTTP response, as far as it could be read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body, as text.
    pub body: String,
}

/// A socket's events and its end.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Socket {
    /// Messages in their order.
    pub events: Vec<String>,
    /// Close code and reason, where the other side closed.
    pub close: Option<(u16, String)>,
}

impl Response {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// Why a text is no answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NoAnswer {
    /// There is nothing in it.
    Empty,
    /// It has no status line.
    NoStatus,
}

impl core::fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Empty => "There is nothing here yet: paste all that curl printed.",
            Self::NoStatus => {
                "The first line should begin with HTTP/ and a status: run curl with -i, and paste all that it printed."
            }
        })
    }
}

impl Answer {
    /// Reads an answer as text: lines that begin with `#` on top are skipped; what begins with `HTTP/` is a
    /// response (CRLF or LF, reason or none, earlier 1xx and proxy blocks skipped, the body is the rest,
    /// whatever `Content-Length` says), all else is a socket: an event a line, then `close CODE REASON`.
    ///
    /// # Errors
    /// Where there is neither a status line nor an event.
    pub fn parse(text: &str) -> Result<Self, NoAnswer> {
        let mut rest = text.trim_start_matches(['\u{feff}', '\r', '\n', ' ', '\t']);
        while rest.starts_with('#') {
            rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
        }
        rest = rest.trim_start_matches(['\r', '\n']);
        if rest.trim().is_empty() {
            return Err(NoAnswer::Empty);
        }
        if status_line(rest).is_none() {
            return socket(rest).map(Self::Socket);
        }
        loop {
            let (response, body) = head(rest).ok_or(NoAnswer::NoStatus)?;
            if status_line(body).is_some() {
                rest = body;
                continue;
            }
            let body = body.to_owned();
            return Ok(Self::Http(Response { body, ..response }));
        }
    }
}

/// The status of a line `HTTP/2 401`.
fn status_line(text: &str) -> Option<u16> {
    let line = text.lines().next()?.strip_prefix("HTTP/")?;
    let (version, rest) = line.split_once(' ')?;
    let digits = version.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let status = rest.split_whitespace().next()?.parse().ok()?;
    (digits && (100..600).contains(&status)).then_some(status)
}

/// Status and headers, and the text behind the blank line.
fn head(text: &str) -> Option<(Response, &str)> {
    let status = status_line(text)?;
    let mut headers = Vec::new();
    let mut rest = text.split_once('\n').map_or("", |(_, rest)| rest);
    while !rest.is_empty() {
        let (line, next) = rest.split_once('\n').unwrap_or((rest, ""));
        rest = next;
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    Some((Response { status, headers, body: String::new() }, rest))
}

fn socket(text: &str) -> Result<Socket, NoAnswer> {
    let mut out = Socket::default();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(close) = line.strip_prefix("close ") {
            let (code, reason) = close.split_once(' ').unwrap_or((close, ""));
            out.close = Some((code.parse().map_err(|_| NoAnswer::NoStatus)?, reason.trim().to_owned()));
        } else if line.starts_with('{') {
            out.events.push(line.to_owned());
        } else {
            return Err(NoAnswer::NoStatus);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn http(text: &str) -> Response {
        match Answer::parse(text) {
            Ok(Answer::Http(response)) => response,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn crlf_and_lf_read_alike_and_a_reason_is_not_needed() {
        let lf = http("# source: x\nHTTP/2 401\nContent-Type: a/b\n\nbody\n");
        assert_eq!(lf, http("# source: x\r\nHTTP/2 401 \r\ncontent-type: a/b\r\n\r\nbody\n"));
        assert_eq!((lf.status, lf.header("content-type")), (401, Some("a/b")));
    }

    #[test]
    fn earlier_blocks_of_a_proxy_and_of_100_continue_are_skipped() {
        let text = "HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 403 Forbidden\r\nx: y\r\n\r\n{}";
        assert_eq!((http(text).status, http(text).body.as_str()), (403, "{}"));
    }

    #[test]
    fn content_length_does_not_cut_the_body() {
        assert_eq!(http("HTTP/1.1 200 OK\ncontent-length: 1\n\nabc").body, "abc");
    }

    #[test]
    fn a_socket_is_its_events_and_its_close() {
        let text = "# source: x\n{\"type\":\"error\"}\nclose 3000 invalid_request_error.invalid_api_key\n";
        let Ok(Answer::Socket(socket)) = Answer::parse(text) else { panic!() };
        assert_eq!(socket.events.len(), 1);
        assert_eq!(socket.close, Some((3000, "invalid_request_error.invalid_api_key".to_owned())));
    }

    #[test]
    fn what_is_no_answer_is_told_apart() {
        assert_eq!(Answer::parse(" \n"), Err(NoAnswer::Empty));
        assert_eq!(Answer::parse("curl: (6) Could not resolve host"), Err(NoAnswer::NoStatus));
        assert_eq!(Answer::parse("HTTP/2 banana\n\n"), Err(NoAnswer::NoStatus));
    }
}
