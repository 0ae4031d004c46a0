/** The log of the demo: quiet, but what goes wrong is shown. */
import type { Log } from '../ports/log.ts';
import type { Screen } from './demo-screen.ts';

export function rememberedLog(screen: Screen): Log {
  const quiet = () => undefined;
  const log: Log = {
    debug: quiet,
    info: quiet,
    warn: (message) => screen.warning(message),
    error: (message) => screen.warning(message),
    child: () => log,
  };
  return log;
}
