export type Lock = <T>(work: () => Promise<T>) => Promise<T>;

/** Creates a lock. It runs the functions passed to it one after the other. */
export function createLock(): Lock {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}
