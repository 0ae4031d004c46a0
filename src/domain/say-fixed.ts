/** Sentences without a free part: questions, the menu, `resolve`, `close postmortem`. */
import { command, type Found, type Reader, unstopped } from './say-reader.ts';

const QUESTION = (question: 'status' | 'help' | 'resume'): Found => ({
  kind: 'question',
  question,
});
const RESOLVE = command({ type: 'Resolve' });
const CLOSE = command({ type: 'ClosePostmortem' });

/** Folded sentence → what it says. */
const FIXED = new Map<string, Found>([
  ['status', QUESTION('status')],
  ['trang thai', QUESTION('status')],
  ['help', QUESTION('help')],
  ['tro giup', QUESTION('help')],
  ['?', QUESTION('help')],
  ['resume', QUESTION('resume')],
  ['tiep tuc', QUESTION('resume')],
  ['[a]', command({ type: 'GoDeeper' })],
  ['[c]', command({ type: 'Continue' })],
  ['update ok', command({ type: 'UpdateStakeholders', text: 'ok' })],
  ['cap nhat ok', command({ type: 'UpdateStakeholders', text: 'ok' })],
  ['resolve', RESOLVE],
  ['resolved', RESOLVE],
  ['dong su co', RESOLVE],
  ['giai quyet xong', RESOLVE],
  ['da giai quyet xong', RESOLVE],
]);

const CLOSE_POSTMORTEM = /^(?:close (?:the )?|dong )post[ -]?mortem$/;
const RESUME_INCIDENT = /^(?:\[resume-inc\]|resume-inc)(?: inc-[\d-]+)?$/;

export const readFixed: Reader = (line) => {
  const text = unstopped(line.text);
  const found = FIXED.get(text) ?? askedQuestion(text);
  if (found !== null) return found;
  if (CLOSE_POSTMORTEM.test(text)) return CLOSE;
  return RESUME_INCIDENT.test(text) ? QUESTION('resume') : null;
};

/** `status?` asks what `status` asks; `resolved?` resolves nothing. */
function askedQuestion(text: string): Found | null {
  const found = FIXED.get(text.replace(/ ?\?$/, ''));
  return found?.kind === 'question' ? found : null;
}
