import { Listr, PRESET_TIMER, type ListrTask } from "listr2";
import { formatDuration } from "./duration";
import { PlainRenderer } from "./plain-renderer";
import { monotonicMs } from "./wait";

/** Something that takes time and is shown while it does. */
export interface Step {
  title: string;
  /** Returns a few words on the outcome, shown after the title. */
  run(report: StepReport): Promise<string | undefined>;
}

export interface StepReport {
  /** How far it is, in a few words: read now and then while the step runs. */
  detail(read: () => string | undefined): void;
}

/** Steps one after another; an inner list runs its members, each a chain, side by side. */
export type Plan = readonly (Step | { sideBySide: readonly (readonly Step[])[] })[];

const SPINNER_INTERVAL_MS = 1_000;
const QUIET_INTERVAL_MS = 20_000;

/**
 * Runs the plan and shows each step with its time: with a spinner and the last thing it said on a
 * terminal, otherwise as plain lines with a sign of life every 20 s.
 *
 * @param isTerminal whether a person watches
 * @param onFailure told of the first failure at once, to stop the steps beside it
 * @throws what the first failing step throws, after those beside it have ended too
 */
export async function runSteps(
  plan: Plan,
  isTerminal: boolean,
  onFailure: (error: unknown) => void,
): Promise<void> {
  let failure: { error: unknown } | undefined;
  const toTask = (step: Step): ListrTask<object> => ({
    title: step.title,
    enabled: () => failure === undefined,
    task: async (_, task) => {
      const progress = showProgress(isTerminal, (line) => (task.output = line));
      try {
        const outcome = await step.run({ detail: progress.detail });
        task.title = outcome === undefined ? step.title : `${step.title}: ${outcome}`;
      } catch (error) {
        if (failure === undefined) {
          failure = { error };
          onFailure(error);
        }
        throw error;
      } finally {
        progress.end();
      }
    },
  });
  const newListr = (tasks: ListrTask<object>[], concurrent: boolean) =>
    new Listr<object, "default", typeof PlainRenderer>(tasks, {
      concurrent,
      // Whoever follows a failure is not enabled; whoever runs beside it is waited for.
      exitOnError: false,
      registerSignalListeners: false,
      rendererOptions: TERMINAL_OPTIONS,
      fallbackRenderer: PlainRenderer,
      fallbackRendererCondition: !isTerminal,
    });
  const toTasks = (part: Plan[number]): ListrTask<object> =>
    "run" in part ? toTask(part) : { task: () => newListr(part.sideBySide.map(toChain), true) };
  const toChain = (chain: readonly Step[]): ListrTask<object> => ({
    task: () => newListr(chain.map(toTask), false),
  });
  await newListr(plan.map(toTasks), false).run();
  if (failure !== undefined) {
    throw failure.error;
  }
}

const TERMINAL_OPTIONS = {
  timer: { ...PRESET_TIMER, field: formatDuration },
  collapseSubtasks: false,
  collapseErrors: false,
  showErrorMessage: false,
};

function showProgress(
  isTerminal: boolean,
  show: (line: string) => void,
): { detail: (read: () => string | undefined) => void; end: () => void } {
  const begin = monotonicMs();
  let read: () => string | undefined = () => undefined;
  const timer = setInterval(
    () => {
      const parts = [`${String(Math.floor((monotonicMs() - begin) / 1000))} s`, read()];
      show(parts.filter((part) => part !== undefined && part !== "").join(" · "));
    },
    isTerminal ? SPINNER_INTERVAL_MS : QUIET_INTERVAL_MS,
  );
  return {
    detail: (reader) => (read = reader),
    end: () => {
      clearInterval(timer);
    },
  };
}
