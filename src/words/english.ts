/** Everything that Tocsin says to people, in English. */
import type { Catalogue } from './catalogue.ts';

export const ENGLISH: Catalogue = {
  code: 'en',
  sentences: {
    heading: ({ id, severity, title }) => `${id} · ${severity} · ${title}`,
    statusIs: ({ status }) => `Status: ${status}.`,
    severityIs: ({ severity, sure }) => `Severity: ${severity} (${sure}).`,
    affects: ({ services }) => `Affected: ${services}.`,
    impactIs: ({ impact }) => `Impact: ${impact}`,
    commandedBy: ({ commander }) => `In command: ${commander}.`,
    since: ({ at, duration }) => `Since ${at} (${duration}).`,
    lastUpdate: ({ at }) => `Last update: ${at}.`,
    nextUpdate: ({ at }) => `Next update: ${at}.`,

    opened: ({ source }) => `A new incident, from ${source}.`,
    changedSince: ({ at }) => `Since ${at}:`,
    noChange: ({ at, status }) => `No change since ${at}, still ${status}.`,
    resolved: ({ at, duration }) => `Resolved at ${at}, after ${duration}.`,
    reopened: ({ at }) => `It is back: reopened at ${at}.`,
    reopenedBecause: ({ at, reason }) => `It is back: reopened at ${at}, ${reason}.`,
    causeIs: ({ cause }) => `Root cause: ${cause}`,
    fixIs: ({ fix }) => `Fix: ${fix}`,
    verifiedBy: ({ finding }) => `Verified: ${finding}`,
    postmortemDue: ({ at }) => `The postmortem is due by ${at}.`,
    postmortemClosed: ({ at }) => `The postmortem was closed at ${at}.`,
    escalated: ({ reason }) => `Escalated: ${reason}.`,
    callOn: ({ contacts }) => `Contacts: ${contacts}.`,

    triageNearlyDue: ({ at }) => `Triage is due at ${at}. Still missing:`,
    triageDue: ({ severity }) =>
      `When nobody answers, ${severity} is taken as it is, and what is missing goes into the postmortem.`,
    missing: ({ what, remedy }) => `- ${what}: write ${remedy}`,
    updateNearlyDue: ({ at }) =>
      `Stakeholders are waiting: the next update is due at ${at}. Prepared:`,
    updateAnswer: ({ quote }) => `Write "update ok" to send it, or "update: ${quote}".`,
    postmortemOverdue: ({ duration }) =>
      `The postmortem is open ${duration} after the incident was resolved. Still missing:`,

    stepBegun: ({ step, title }) => `Step ${step} of 4: ${title}`,
    pastIncident: ({ id, title, likeness }) => `Looks like ${id} (${likeness}): ${title}.`,
    pastFixed: ({ fix }) => `Fixed then by: ${fix}`,
    pastCause: ({ cause }) => `Root cause then: ${cause}`,

    actionReminder: ({ action, text, owner }) =>
      `Action item ${action} is open: ${text} (${owner}).`,
    actionDue: ({ due }) => `Due ${due}.`,
    actionAnswer: ({ action }) => `When it is finished, write "done ${action}".`,
    actionReopened: ({ action, text, reason }) =>
      `Action item ${action} is open again: ${text}. Reason: ${reason}.`,
    actionProved: ({ action, text, finding }) =>
      `Action item ${action} is done: ${text}. ${finding}`,
    actionDisproved: ({ action, text, finding }) =>
      `Action item ${action} is not done yet: ${text}. ${finding}`,
  },
  status: {
    triage: 'in triage',
    diagnosing: 'being diagnosed',
    recovering: 'being fixed, not resolved yet',
    resolved: 'resolved, postmortem open',
    postmortem: 'closed',
  },
  changes: {
    opened: { bare: 'the incident was opened', told: ({ text }) => `opened: ${text}` },
    severity: { bare: 'the severity changed', told: ({ text }) => `the severity is ${text}` },
    impact: { bare: 'the impact changed', told: ({ text }) => `impact: ${text}` },
    services: {
      bare: 'more services are affected',
      told: ({ text }) => `affected services: ${text}`,
    },
    commander: { bare: 'command changed hands', told: ({ text }) => `${text} has command` },
    firing: { bare: 'more alerts fire', told: ({ text }) => `more alerts fire: ${text}` },
    clear: { bare: 'its alerts are clear', told: ({ text }) => `its alerts are clear: ${text}` },
    cause: {
      bare: 'the root cause is known',
      told: ({ text }) => `the root cause is known: ${text}`,
    },
    fix: { bare: 'a fix was applied', told: ({ text }) => `a fix was applied: ${text}` },
    verified: {
      bare: 'the recovery is verified',
      told: ({ text }) => `the recovery is verified: ${text}`,
    },
    'not-verified': {
      bare: 'the recovery is not verified',
      told: ({ text }) => `the recovery is not verified: ${text}`,
    },
    resolved: { bare: 'the incident is resolved', told: ({ text }) => `resolved: ${text}` },
    reopened: { bare: 'the incident is back', told: ({ text }) => `the incident is back: ${text}` },
    escalated: { bare: 'it was escalated', told: ({ text }) => `it was escalated: ${text}` },
    override: {
      bare: 'a gate was overridden',
      told: ({ text }) => `a gate was overridden: ${text}`,
    },
  },
  needs: {
    'severity-confirmed': { what: 'a confirmed severity', remedy: '"confirm", or "sev1" … "sev4"' },
    'affected-services': { what: 'the affected services', remedy: '"services: checkout, cart"' },
    impact: { what: 'the impact', remedy: '"impact: who is affected and how"' },
    commander: { what: 'an incident commander', remedy: '"ic me"' },
    'root-cause': {
      what: 'the root cause',
      remedy: '"cause: what broke and why evidence E1", or "cause H1"',
    },
    'known-evidence': { what: 'the evidence for it', remedy: '"… evidence E1"' },
    fix: { what: 'the fix', remedy: '"fix: what was done evidence E1 rollback: how to undo it"' },
    rollback: { what: 'how to undo the fix', remedy: '"… rollback: how to undo it"' },
    'alerts-clear': {
      what: 'alerts that do not fire any more',
      remedy: '"override alerts-clear because …", or wait until they resolve',
    },
    verification: {
      what: 'a verified recovery',
      remedy: '"verified: what you saw", or wait for the next check',
    },
    'user-reports': {
      what: 'what users report',
      remedy: '"users ok", or "users: what they still report"',
    },
    'five-whys': {
      what: 'the chain of causes, five whys',
      remedy: '"why: the symptom > its cause > the cause of that", or one "why: …" at a time',
    },
    'action-item': {
      what: 'an action item with an owner and a due date',
      remedy: '"action: what will be done owner: who due: 2026-12-01"',
    },
    prevention: {
      what: 'how it is prevented',
      remedy: '"prevent: what keeps it from coming back"',
    },
    'open-incident': {
      what: 'an open incident',
      remedy: '"[NEW-INC] a title" to report another one',
    },
    authority: { what: 'the authority to say so', remedy: '"ic me", or ask the commander' },
    'wider-look': {
      what: 'something left to look at: the diagnosis was widened five times in this round',
      remedy: '"status" to read what it found, then "cause: what broke and why evidence E1"',
    },
  },
  resolutions: {
    fixed: 'fixed, and the recovery is verified',
    alerts_cleared: 'it recovered without a recorded fix',
    overridden: 'by an override',
  },
  likeness: { key: 'the same problem', alert: 'the same alert', cause: 'the same cause' },
  confirmed: 'confirmed',
  proposed: 'proposed',
  nobody: 'nobody yet',
  menu: '[A] go deeper: more questions, a wider diagnosis\n[C] continue through the gate',
  units: { d: 'd', h: 'h', min: 'min', s: 's' },
};
