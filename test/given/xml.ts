/** Reads XML as strictly as a browser reads a picture: whatever is not well-formed throws. */

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** Of itself, without its children's. */
  readonly text: string;
}

type Growing = {
  name: string;
  attributes: Record<string, string>;
  children: Growing[];
  text: string;
};

const TAG = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[A-Za-z_][\w:.-]*="[^"<]*")*)\s*(\/?)>/y;
const TEXT = /[^<]+/y;
/** Everything that XML 1.0 does not allow, escaped or not. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

export function readXml(text: string): Element {
  const bad = FORBIDDEN.exec(text);
  if (bad !== null) throw new Error(`not allowed in XML: ${JSON.stringify(bad[0])}`);
  const document: Growing = { name: '', attributes: {}, children: [], text: '' };
  const open = [document];
  for (let at = 0; at < text.length; ) at = readPart(text, at, open);
  if (open.length !== 1) throw new Error(`never closed: ${open.at(-1)?.name}`);
  const [root, ...others] = document.children;
  if (root === undefined || others.length > 0) throw new Error('not one root');
  if (document.text.trim() !== '') throw new Error(`beside the root: ${document.text}`);
  return root;
}

/** All of that name, in the order of the document. */
export function elementsOf(root: Element, name: string): readonly Element[] {
  const inside = root.children.flatMap((child) => elementsOf(child, name));
  return root.name === name ? [root, ...inside] : inside;
}

/** Reads one tag or one text, and gives where it ends. */
function readPart(text: string, at: number, open: Growing[]): number {
  const within = open.at(-1);
  TEXT.lastIndex = at;
  TAG.lastIndex = at;
  const plain = TEXT.exec(text);
  if (plain !== null && within !== undefined) {
    within.text += unescaped(plain[0]);
    return TEXT.lastIndex;
  }
  const tag = TAG.exec(text);
  if (tag === null) throw new Error(`not well-formed: ${text.slice(at, at + 80)}`);
  const [, isEnd, name = '', attributes = '', isEmpty] = tag;
  if (isEnd === '/') {
    if (open.pop()?.name !== name) throw new Error(`closed in the wrong place: ${name}`);
    return TAG.lastIndex;
  }
  const element: Growing = { name, attributes: attributesOf(attributes), children: [], text: '' };
  within?.children.push(element);
  if (isEmpty !== '/') open.push(element);
  return TAG.lastIndex;
}

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/([\w:.-]+)="([^"]*)"/g)) {
    if (name in found) throw new Error(`twice: ${name}`);
    found[name] = unescaped(value);
  }
  return found;
}

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));|&/g, (whole, code?: string, name?: string) => {
    const character =
      code === undefined ? ENTITIES[name ?? ''] : String.fromCodePoint(Number(code));
    if (character === undefined) throw new Error(`no such entity: ${whole}`);
    return character;
  });
}
