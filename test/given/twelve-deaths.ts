/** Twelve moments of one SEV1 at which Tocsin is killed: before, between and after what it writes down and what it asks of the world. */
import type { RecordedRequest } from '../../src/sandbox/loopback.ts';
import type { Incident as Page } from '../../src/sandbox/pagerduty-world.ts';
import { asks, type Moment, type MortalTocsin, puts, writing } from './mortal-tocsin.ts';
import { until } from './until.ts';

const isPage = ({ path }: RecordedRequest) => path === '/v2/enqueue';
const isQuestion = ({ path }: RecordedRequest) => path.startsWith('/api/v1/query');
const tellsStep2 = ({ method, path, text }: RecordedRequest) =>
  method === 'POST' && path.endsWith('/notes') && text.includes('[tocsin] Bước 2/4');

/** The first incident at PagerDuty. Throws RangeError while there is none. */
export const pageAt = ({ pagerduty }: MortalTocsin): Page =>
  pagerduty.incident(pagerduty.incidents[0]?.id ?? '');
const hasNote = (at: MortalTocsin, beginning: string) =>
  pageAt(at).notes.some(({ content }) => content.startsWith(beginning));

type Dies = readonly [afterMs: number, when: (at: MortalTocsin) => Moment | Promise<Moment>];

/** In the order of the story: the moment, which the process itself brings about, and how much later it is killed. */
export const DEATHS = {
  'the alert is being written down': [0, writing],
  'it pages and asks': [
    3,
    ({ pagerduty, prometheus }) => ({
      came: Promise.all([asks(pagerduty, isPage), asks(prometheus, isQuestion)]),
    }),
  ],
  'the next process starts': [20, ({ said }) => ({ came: until('it speaks', said) })],
  'its page is taken, step 1 is told, and it asks again': [
    1,
    (at) => {
      const taken = asks(at.pagerduty, isPage, { carriedOut: true });
      const told = until('step 1 is told', () => hasNote(at, '[tocsin] Bước 1/4'));
      return { came: Promise.all([taken, told, asks(at.prometheus, isQuestion)]) };
    },
  ],
  'the severity is being written down': [2, writing],
  'step 2 is told': [
    1,
    ({ pagerduty }) => ({ came: asks(pagerduty, tellsStep2, { carriedOut: true }) }),
  ],
  'it reads a long note': [
    5,
    (at) => {
      const isReading = ({ method, path }: RecordedRequest) =>
        method === 'GET' && path.endsWith('/notes') && hasNote(at, 'cause:');
      return { came: asks(at.pagerduty, isReading) };
    },
  ],
  'it answers the fix': [0, ({ door }) => ({ came: door.keepAnswer('fix: raised') })],
  'it answers that the alert is over': [
    10,
    ({ door }) => ({ came: door.keepAnswer('"status":"resolved"') }),
  ],
  'it verifies the recovery': [30, ({ prometheus }) => ({ came: asks(prometheus, isQuestion) })],
  'it closes the page and writes the postmortem': [
    0,
    async (at) => {
      const closing = asks(at.pagerduty, isPage);
      const writes = await puts(at, 'postmortem-');
      return { ...writes, came: Promise.all([closing, writes.came]) };
    },
  ],
  'it answers the end': [1, ({ door }) => ({ came: door.keepAnswer('close postmortem') })],
} as const satisfies Readonly<Record<string, Dies>>;

export type Death = keyof typeof DEATHS;
