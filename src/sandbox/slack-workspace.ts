/** The sandbox's Slack workspace: its channels and what was posted into them. */
import type { SandboxClock } from './loopback.ts';

export interface Channel {
  readonly id: string;
  readonly name: string;
  archived: boolean;
}

export interface Posted {
  readonly ts: string;
  /** The channel's id. */
  readonly channel: string;
  /** Of the parent message; null for one that stands in the channel itself. */
  readonly threadTs: string | null;
  text: string;
  blocks: unknown;
  /** How often it was edited. */
  edits: number;
}

export interface Workspace {
  readonly channels: readonly Channel[];
  readonly posted: Posted[];
  /** Seconds with six decimals, as text; never the same twice. */
  readonly nextTs: () => string;
}

export function newWorkspace(names: readonly string[], clock: SandboxClock): Workspace {
  let count = 0;
  return {
    channels: names.map((name, index) => ({ id: `C0SANDBOX${index}`, name, archived: false })),
    posted: [],
    nextTs: () => {
      count += 1;
      const seconds = Math.floor(Date.parse(clock.now()) / 1000);
      return `${seconds}.${String(count).padStart(6, '0')}`;
    },
  };
}

/** Slack takes `#name`, `name` and the id. */
export function channelOf(workspace: Workspace, wanted: unknown): Channel | undefined {
  if (typeof wanted !== 'string') return undefined;
  const name = wanted.replace(/^#/, '');
  return workspace.channels.find((channel) => channel.id === wanted || channel.name === name);
}
