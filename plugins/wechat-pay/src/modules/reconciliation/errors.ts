import { defineErrors } from "@mall/kernel";

/** What can go wrong when somebody asks for a reconciliation. Codes are API; the README lists them. */
export const ReconciliationErrors = defineErrors("reconciliation", {
  invalid_date: ["INVALID_DATA", "date must be a day such as 2026-03-01"],
  date_in_future: ["INVALID_DATA", "date has not begun yet"],
  date_too_old: ["INVALID_DATA", "date is too long ago: WeChat keeps bills for three months"],
  already_running: ["NOT_ALLOWED", "This day is being reconciled already"],
  not_found: ["NOT_FOUND", "No such reconciliation"],
});
