/** The syntax of a YAML file: parsed into nodes that know their place, or refused before it can do harm. */
import { type Document, Lexer, LineCounter, Parser, parseDocument } from 'yaml';
import { type Diagnostic, wholeFile } from './diagnostic.ts';
import { SourceText } from './source-text.ts';

/** 1 MB; nobody writes more by hand. */
export const MAX_BYTES = 1_000_000;
export const MAX_DEPTH = 64;
/** The parser's time grows with tokens, not with bytes. */
const MAX_TOKENS = 250_000;
/** More remarks than anybody reads. */
const MAX_ERRORS = 20;

export interface Syntax {
  readonly source: SourceText;
  readonly document: Document.Parsed;
}

export type SyntaxResult =
  | { readonly ok: true; readonly value: Syntax }
  | { readonly ok: false; readonly error: readonly Diagnostic[] };

/** One YAML 1.2 document without directives; every syntax error at its place. */
export function parseSyntax(file: string, text: string): SyntaxResult {
  const lines = new LineCounter();
  const source = new SourceText(file, text, lines);
  const refusal = tooLarge(source) ?? holdsNul(source) ?? tooDeep(source);
  if (refusal !== null) return { ok: false, error: [refusal] };
  // Duplicate keys are found later: the library's own search takes quadratic time.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'error',
  });
  const errors = syntaxErrors(source, document);
  if (errors.length > 0) return { ok: false, error: errors };
  return { ok: true, value: { source, document } };
}

function syntaxErrors(source: SourceText, document: Document.Parsed): Diagnostic[] {
  const errors = document.errors.slice(0, MAX_ERRORS).map((error) =>
    source.mark(error.pos[0], error.pos[1], {
      level: 'error',
      check: 'yaml/syntax',
      message: error.code === 'MULTIPLE_DOCS' ? 'a second document begins here' : error.message,
      ...(error.code === 'MULTIPLE_DOCS' ? { fix: 'use one file per document' } : {}),
    }),
  );
  if (errors.length > 0 || document.directives.yaml.explicit !== true) return errors;
  return [
    source.mark(0, 1, {
      level: 'error',
      check: 'yaml/directive',
      message: 'YAML directives are not accepted',
      fix: 'remove the %YAML line: every file is YAML 1.2',
    }),
  ];
}

function tooLarge(source: SourceText): Diagnostic | null {
  if (Buffer.byteLength(source.text) <= MAX_BYTES) return null;
  return wholeFile(source.file, {
    level: 'error',
    check: 'yaml/size',
    message: 'the file is larger than 1 MB',
    fix: 'split it',
  });
}

function holdsNul(source: SourceText): Diagnostic | null {
  const at = source.text.indexOf('\0');
  if (at < 0) return null;
  source.countLines();
  return source.mark(at, at + 1, {
    level: 'error',
    check: 'yaml/nul',
    message: 'the file holds a NUL character',
    fix: 'remove it: this is not plain text',
  });
}

/** Walks the tokens without building nodes, because building deep nodes exhausts the stack. */
function tooDeep(source: SourceText): Diagnostic | null {
  const parser = new Parser();
  let tokens = 0;
  for (const lexeme of new Lexer().lex(source.text)) {
    tokens += 1;
    drain(parser.next(lexeme));
    if (parser.stack.length <= MAX_DEPTH + 2 && tokens <= MAX_TOKENS) continue;
    source.countLines();
    return source.mark(parser.offset, parser.offset + 1, {
      level: 'error',
      check: tokens > MAX_TOKENS ? 'yaml/size' : 'yaml/depth',
      message:
        tokens > MAX_TOKENS
          ? `the file holds more than ${MAX_TOKENS} YAML tokens`
          : `nested more than ${MAX_DEPTH} levels deep`,
    });
  }
  return null;
}

function drain(tokens: Iterable<unknown>): void {
  for (const _ of tokens) {
    // Only the parser's stack is of interest here.
  }
}
