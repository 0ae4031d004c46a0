/** Need lines say what a gate still asks, what of the incident is behind it, and the very sentence that gives it. */
import { commanderOf, firingCount, type Incident } from '../domain/incident.ts';
import type { Policy } from '../domain/policy.ts';
import type { Need, NeedName } from '../domain/refusal.ts';
import { plain, unended } from './plain.ts';
import type { ReplyCatalogue } from './reply-catalogue.ts';
import { repliesOf } from './reply-tongue.ts';
import type { Tongue } from './spoken.ts';

/** One line each. */
export function neededLines(
  tongue: Tongue,
  needs: readonly Need[],
  incident: Incident,
  policy: Policy,
): readonly string[] {
  return needs.map((need) => {
    // A gate words its needs in English already, for the API.
    if (tongue.words.code === 'en') return `- ${plain(need.text)}: ${plain(need.remedy)}`;
    const { what } = tongue.words.needs[need.need];
    const because = becauseOf(repliesOf(tongue), need.need, incident, policy);
    return tongue.say('missing', {
      what: because === '' ? what : `${what} (${because})`,
      remedy: remedyOf(tongue, need.need, incident),
    });
  });
}

/** Empty where the need says all there is to say. */
function becauseOf(
  { because }: ReplyCatalogue,
  need: NeedName,
  incident: Incident,
  policy: Policy,
): string {
  const { proposal, lastCheck, userReports, whys } = incident;
  switch (need) {
    case 'severity-confirmed':
      return because.proposed({ severity: proposal.severity, rule: proposal.rule });
    case 'known-evidence': {
      const ids = evidenceIds(incident).join(' ');
      return ids === '' ? because.hasNoEvidence : because.hasEvidence({ ids });
    }
    case 'alerts-clear':
      return because.firing({ count: String(firingCount(incident)) });
    case 'verification':
      return lastCheck === null ? '' : because.finding({ finding: unended(lastCheck.finding) });
    case 'user-reports':
      return userReports === null ? '' : because.usersTell({ text: unended(userReports.text) });
    case 'five-whys':
      return because.whys({ count: String(whys.length), asked: String(policy.whys) });
    case 'authority': {
      const commander = commanderOf(incident, policy);
      return commander === null ? '' : because.commander({ commander });
    }
    default:
      return '';
  }
}

/** With the evidence that there is, and without a hypothesis where there is none. */
function remedyOf({ words }: Tongue, need: NeedName, incident: Incident): string {
  const { remedy } = words.needs[need];
  const ids = evidenceIds(incident).slice(0, 3).join(' ');
  const named = ids === '' ? remedy : remedy.replaceAll('E1', ids);
  return incident.hypotheses.length > 0 ? named : named.replace(/,[^,"]*"[^"]* H1"/u, '');
}

/** Those that have an answer. */
function evidenceIds({ evidence }: Incident): readonly string[] {
  return evidence.filter(({ outcome }) => outcome !== 'unavailable').map(({ id }) => id);
}
