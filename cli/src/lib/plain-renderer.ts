import { ListrTaskEventType, ListrTaskState } from "listr2";
import { formatDuration } from "./duration";

/** What is needed of listr2's tasks, whose own type is generic in things that do not matter here. */
interface ShownTask {
  readonly title?: string;
  readonly message: { duration?: number };
  hasTitle(): boolean;
  on(event: ListrTaskEventType.SUBTASK, listener: (subtasks: ShownTask[]) => void): void;
  on(event: ListrTaskEventType.STATE, listener: (state: ListrTaskState) => void): void;
  on(event: ListrTaskEventType.OUTPUT, listener: (line: string) => void): void;
}

/** Steps as plain lines, for a log file or CI: begun, signs of life, done or failed with the time. */
export class PlainRenderer {
  static readonly nonTTY = true;
  static readonly rendererOptions: Record<string, unknown>;
  static readonly rendererTaskOptions: Record<string, unknown>;
  readonly #tasks: ShownTask[];

  constructor(tasks: ShownTask[]) {
    this.#tasks = tasks;
  }

  render(): void {
    this.#watch(this.#tasks);
  }

  end(): void {
    // Every line was written when it happened.
  }

  #watch(tasks: ShownTask[]): void {
    for (const task of tasks) {
      task.on(ListrTaskEventType.SUBTASK, (subtasks) => this.#watch(subtasks));
      if (task.hasTitle()) {
        this.#show(task);
      }
    }
  }

  #show(task: ShownTask): void {
    task.on(ListrTaskEventType.STATE, (state) => {
      if (state === ListrTaskState.STARTED) {
        write(`❯ ${String(task.title)}`);
      } else if (state === ListrTaskState.COMPLETED) {
        write(`✔ ${String(task.title)} [${formatDuration(task.message.duration ?? 0)}]`);
      } else if (state === ListrTaskState.FAILED) {
        write(`✖ ${String(task.title)}`);
      }
    });
    task.on(ListrTaskEventType.OUTPUT, (line) => {
      write(`  ${line}`);
    });
  }
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
