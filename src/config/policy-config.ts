/** The policy as it was configured: severities, clocks and authority, over the defaults. */
import type { Authority } from '../domain/authority.ts';
import { DEFAULT_POLICY, type Policy, type SeverityPolicy } from '../domain/policy.ts';
import type { Severity } from '../domain/severity.ts';
import type { Section, Settings } from './settings.ts';

export function policyConfig(settings: Settings): Policy {
  const severities = settings.severities ?? {};
  const of = (severity: Severity) =>
    severityPolicy(severities[severity] ?? {}, DEFAULT_POLICY.severities[severity]);
  return {
    ...clocks(settings.clocks ?? {}),
    ...people(settings.workflow_defaults ?? {}),
    whys: settings.postmortem?.whys ?? DEFAULT_POLICY.whys,
    severities: { SEV1: of('SEV1'), SEV2: of('SEV2'), SEV3: of('SEV3'), SEV4: of('SEV4') },
    authority: authority(settings.pagerduty?.authority ?? {}),
  };
}

type People = Pick<Policy, 'onCallEngineer' | 'escalationContacts'>;

function people(given: Section<'workflow_defaults'>): People {
  return {
    onCallEngineer: given.on_call_engineer ?? DEFAULT_POLICY.onCallEngineer,
    escalationContacts: given.escalation_contacts ?? DEFAULT_POLICY.escalationContacts,
  };
}

type Clocks = Omit<Policy, 'severities' | 'authority' | 'whys' | keyof People>;

function clocks(given: Section<'clocks'>): Clocks {
  return {
    triageDeadline: given.triage_deadline ?? DEFAULT_POLICY.triageDeadline,
    quietFor: given.quiet_for ?? DEFAULT_POLICY.quietFor,
    verifyAttempts: given.verify_attempts ?? DEFAULT_POLICY.verifyAttempts,
    reopenWithin: given.reopen_within ?? DEFAULT_POLICY.reopenWithin,
    acceptPageWithin: given.accept_page_within ?? DEFAULT_POLICY.acceptPageWithin,
    confirmPageWithin: given.confirm_page_within ?? DEFAULT_POLICY.confirmPageWithin,
    escalations: given.escalations ?? DEFAULT_POLICY.escalations,
    triageNudge: given.triage_nudge ?? DEFAULT_POLICY.triageNudge,
    autoUpdate: given.auto_update ?? DEFAULT_POLICY.autoUpdate,
    verifyScrapes: given.verify_scrapes ?? DEFAULT_POLICY.verifyScrapes,
  };
}

function authority(given: NonNullable<Section<'pagerduty'>['authority']>): Authority {
  return {
    confirm: given.confirm ?? DEFAULT_POLICY.authority.confirm,
    lower: given.lower ?? DEFAULT_POLICY.authority.lower,
    override: given.override ?? DEFAULT_POLICY.authority.override,
  };
}

function severityPolicy(
  given: NonNullable<Section<'severities'>[Severity]>,
  usual: SeverityPolicy,
): SeverityPolicy {
  return {
    page: given.page ?? usual.page,
    acknowledgeWithin: orUsual(given.acknowledge_within, usual.acknowledgeWithin),
    escalateUnconfirmed: given.escalate_unconfirmed ?? usual.escalateUnconfirmed,
    selfResolve: given.self_resolve ?? usual.selfResolve,
    updateEvery: orUsual(given.update_every, usual.updateEvery),
    mttrTarget: given.mttr_target ?? usual.mttrTarget,
    askUsers: given.ask_users ?? usual.askUsers,
    postmortemWithin: orUsual(given.postmortem_within, usual.postmortemWithin),
  };
}

function orUsual(given: number | 'none' | null | undefined, usual: number | null): number | null {
  return given === 'none' ? null : (given ?? usual);
}
