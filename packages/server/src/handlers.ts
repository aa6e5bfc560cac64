import type { Handlers } from './http/operation.ts';
import { createRunHandlers, type Dependencies } from './runs/handlers.ts';

/** Creates the handlers of every operation of the document. Those of a further resource get a file of their own. */
export function createHandlers(dependencies: Dependencies): Handlers {
  return { ...createRunHandlers(dependencies) };
}
