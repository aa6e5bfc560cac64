export type Lock = <T>(work: () => Promise<T>) => Promise<T>;

/** Creates a lock: work that is given to it is done one after the other. */
export function createLock(): Lock {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}
