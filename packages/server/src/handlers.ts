import type { Handlers } from './http/operation.ts';
import { createRunHandlers, type Dependencies } from './runs/handlers.ts';

/** Creates the handlers of every operation of the document. The handlers of a new resource go into a separate file. */
export function createHandlers(dependencies: Dependencies): Handlers {
  return { ...createRunHandlers(dependencies) };
}
