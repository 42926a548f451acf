// How long a page stood still: the gaps between its frames, in milliseconds.

/** From here on the page notes each gap. */
export function watchFrames(page) {
  return page.evaluate(() => {
    window.gaps = [];
    let last = performance.now();
    const tick = () => {
      const now = performance.now();
      window.gaps.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    tick();
  });
}
