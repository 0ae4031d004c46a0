import { describe, expect, it } from 'vitest';
import { alikeOf } from '../../../src/domain/alike.ts';
import type { Command } from '../../../src/domain/command.ts';
import type { Incident } from '../../../src/domain/incident.ts';
import type { Loaded } from '../../../src/ports/incident-store.ts';
import { cause, confirm, evidence, fix, resolve, usersOk, vouch } from '../../given/command.ts';
import { appendOf, type Birth, opening } from '../../given/incident.ts';
import { signal, tPlus } from '../../given/story.ts';

function incident(birth: Birth, ...commands: readonly Command[]): Incident {
  const [first, ...others] = [opening(birth), ...commands];
  const version = 1;
  let loaded: Loaded = { incident: appendOf(null, first as Command).incident, version };
  for (const command of others) loaded = { incident: appendOf(loaded, command).incident, version };
  return loaded.incident;
}

const cleared = (fingerprint: string): Command => ({
  ...opening({
    id: 'INC-2026-03-17-001',
    signals: [signal({ fingerprint, status: 'resolved', endsAt: tPlus(1000) })],
  }),
  at: tPlus(1100),
});

function fixed(birth: Birth, text = 'the payment pool is exhausted'): Incident {
  const named = { ...cause(), text } as Command;
  const rest = [cleared(`of ${birth.id}`), vouch(), usersOk(), resolve()];
  return incident(birth, evidence(), confirm('SEV1'), named, fix(), ...rest);
}

const NEW: Birth = { id: 'INC-2026-03-17-009', correlationKey: 'checkout' };

describe('an incident', () => {
  it('is reminded of one with the same correlation key, and of what fixed it', () => {
    const past = fixed({ id: 'INC-2026-03-17-001', correlationKey: 'checkout' });
    expect(alikeOf(incident(NEW), [past])).toEqual([
      {
        id: 'INC-2026-03-17-001',
        title: past.title,
        likeness: 'key',
        resolvedAt: tPlus(1600),
        cause: 'the payment pool is exhausted',
        fix: 'raised the pool to 200',
      },
    ]);
  });

  it('is reminded of one that held the same alert', () => {
    const signals = [signal({ fingerprint: 'of INC-2026-03-17-002' })];
    const past = fixed({ id: 'INC-2026-03-17-002' });
    expect(alikeOf(incident({ ...NEW, signals }), [past])[0]?.likeness).toBe('alert');
  });

  it('is reminded of one with the same cause, once its own is named', () => {
    const past = fixed({ id: 'INC-2026-03-17-003' }, 'Payment pool exhausted');
    const ours = [evidence(), confirm('SEV1'), cause()];
    expect(alikeOf(incident(NEW), [past])).toEqual([]);
    expect(alikeOf(incident(NEW, ...ours), [past])[0]?.likeness).toBe('cause');
  });

  it('is not reminded of one that has only the service in common', () => {
    const past = fixed({ id: 'INC-2026-03-17-004' }, 'a full disk on the log host');
    expect(alikeOf(incident(NEW, evidence(), confirm('SEV1'), cause()), [past])).toEqual([]);
  });

  it('is reminded of five at most, those of its own key first', () => {
    const signals = [signal({ fingerprint: 'of INC-2026-03-17-002' })];
    const others = Array.from({ length: 6 }, () => fixed({ id: 'INC-2026-03-17-002' }));
    const own = fixed({ id: 'INC-2026-03-17-001', correlationKey: 'checkout' });
    const found = alikeOf(incident({ ...NEW, signals }), [...others, own]);
    expect(found.map(({ likeness }) => likeness)).toEqual([
      'key',
      'alert',
      'alert',
      'alert',
      'alert',
    ]);
  });
});
