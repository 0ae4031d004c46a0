/** Which settings Tocsin knows, asked of the code that reads them. */
import { Settings } from '../../src/config/settings.ts';
import { readVariables } from '../../src/config/variables.ts';

/** Every variable that is looked for in the environment, `<NAME>_FILE` forms too. */
export async function knownVariables(): Promise<ReadonlySet<string>> {
  const asked = new Set<string>();
  const environment = new Proxy<Record<string, string | undefined>>(
    {},
    {
      get(_nothing, name) {
        asked.add(String(name));
        return undefined;
      },
    },
  );
  await readVariables(environment);
  return asked;
}

/** Every key of the configuration file, `server.host` and the like. */
export function knownKeys(): readonly string[] {
  return keysOf(Settings, '');
}

interface Schema {
  readonly shape?: Readonly<Record<string, unknown>>;
  unwrap?(): unknown;
}

function keysOf(schema: unknown, path: string): readonly string[] {
  const { shape, unwrap } = schema as Schema;
  if (shape === undefined) {
    return unwrap === undefined ? [path] : keysOf(unwrap.call(schema), path);
  }
  return Object.entries(shape).flatMap(([name, inner]) =>
    keysOf(inner, path === '' ? name : `${path}.${name}`),
  );
}
