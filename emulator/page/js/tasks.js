// Small helpers about when to do something.

/** Wrap `work` so that one run happens at a time; calls meanwhile lead to exactly one more run. */
export function oneAtATime(work) {
  let running = null;
  let again = false;
  async function loop() {
    do {
      again = false;
      await work();
    } while (again);
  }
  return function run() {
    if (running) again = true;
    else
      running = loop().finally(() => {
        running = null;
      });
    return running;
  };
}

/** Wrap `work` so that it runs once, `ms` after the last call. */
export function debounce(work, ms) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...args), ms);
  };
}
