/** An utterance is one sentence of the note grammar, understood: what somebody asks, before it is known of which incident and when. */
import type {
  ClosePostmortem,
  Command,
  ConfirmSeverity,
  Continue,
  Escalate,
  NameRootCause,
  OverrideGate,
  RecordFix,
  Resolve,
  StateImpact,
  StatePrevention,
  TakeCommand,
  TakeNote,
  VouchRecovery,
} from './command.ts';
import type {
  AddAction,
  FinishAction,
  GoDeeper,
  NameServices,
  ReportUsers,
  StateWhy,
  UpdateStakeholders,
} from './workflow-command.ts';

type Spoken<C extends Command> = Omit<C, 'at' | 'by'>;

/** Commands that a person may speak. */
export type SpokenCommand =
  | Spoken<ConfirmSeverity>
  /** `commander: 'me'` is the speaker. */
  | Spoken<TakeCommand>
  | Spoken<StateImpact>
  | Spoken<NameRootCause>
  | Spoken<RecordFix>
  | Spoken<VouchRecovery>
  | Spoken<Resolve>
  | Spoken<OverrideGate>
  | Spoken<UpdateStakeholders>
  | Spoken<AddAction>
  | Spoken<StatePrevention>
  | Spoken<ClosePostmortem>
  | Spoken<Continue>
  | Spoken<TakeNote>
  | Spoken<Escalate>
  | Spoken<NameServices>
  | Spoken<ReportUsers>
  | Spoken<StateWhy>
  | Spoken<FinishAction>
  | Spoken<GoDeeper>;

export type Utterance =
  | { readonly kind: 'command'; readonly command: SpokenCommand }
  /** Asks for words, changes nothing. */
  | { readonly kind: 'question'; readonly question: 'status' | 'help' | 'resume' }
  /** `[NEW-INC]` inside an incident: opens another one. */
  | { readonly kind: 'report'; readonly title: string }
  /** Somebody clearly tried; `hint` says what the sentence lacks. Nothing changes. */
  | { readonly kind: 'attempt'; readonly hint: string }
  /** Talk between people. Nothing changes, nothing is answered. */
  | { readonly kind: 'talk' };
