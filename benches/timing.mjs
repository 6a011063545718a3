// Times calls on any host. Contenders take turns, so that whatever else the machine does falls on all of them.

/** @typedef {{ name: string, run: (index: number) => unknown }} Contender one call, with the input of this index */
/** @typedef {{ name: string, median: number, low: number, high: number }} Timing microseconds a call: the median of all rounds, and the middle half of them */
/** @typedef {{ rounds: number, batch: number, warmUp: number }} Effort milliseconds, but for the rounds */

/** What a call gave last: kept, so that no compiler finds that nobody wants it. @type {unknown} */
export let result;

/** How long a batch of calls takes, in milliseconds. @param {Contender["run"]} run @param {number} calls */
function time(run, calls) {
  const start = performance.now();
  for (let index = 0; index < calls; index += 1) result = run(index);
  return performance.now() - start;
}

/**
 * Measures contenders, round by round. A batch has as many calls as fill its time, and `prepare` runs before it.
 *
 * @param {Contender[]} contenders
 * @param {Effort} effort
 * @param {() => void} [prepare]
 * @returns {Timing[]}
 */
export function measure(contenders, { rounds, batch, warmUp }, prepare) {
  const all = contenders.map(({ name, run }) => {
    let [spent, calls] = [0, 1];
    // Until the compilers are done; and at least a few calls, however long they take.
    for (let times = 0; spent < warmUp || times < 3; times += 1) {
      const took = time(run, calls);
      spent += took;
      calls = Math.max(1, Math.round((calls * batch) / Math.max(took, batch / 10)));
    }
    return { name, run, calls, times: /** @type {number[]} */ ([]) };
  });
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < all.length; turn += 1) {
      // Rotate the order, so that no contender always follows the same one.
      const { run, calls, times } = /** @type {typeof all[0]} */ (all[(turn + round) % all.length]);
      prepare?.();
      times.push((time(run, calls) / calls) * 1000);
    }
  }
  return all.map(({ name, times }) => ({ name, ...spread(times) }));
}

/** The median, and where the middle half begins and ends. @param {number[]} times */
export function spread(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const last = sorted.length - 1;
  const at = (/** @type {number} */ index) => Number(sorted[index]);
  return {
    median: at(Math.round(last / 2)),
    low: at(Math.floor(last / 4)),
    high: at(Math.ceil((last * 3) / 4)),
  };
}
