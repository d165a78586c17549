import { defineErrors } from "@mall/kernel";

/** What can go wrong with a refund request. Codes are API; the README lists them. */
export const AfterSaleErrors = defineErrors("after_sale", {
  order_not_found: ["NOT_FOUND", "No such order"],
  request_not_found: ["NOT_FOUND", "No such refund request"],
  not_paid: ["NOT_ALLOWED", "The order is not paid"],
  order_canceled: ["NOT_ALLOWED", "The order is canceled"],
  already_refunded: ["NOT_ALLOWED", "Nothing is left to refund of this order"],
  already_open: ["NOT_ALLOWED", "This order has an open refund request already"],
  not_shipped: ["NOT_ALLOWED", "Only what was shipped can be returned"],
  window_closed: ["NOT_ALLOWED", "The time to ask for a refund of this order is over"],
  amount_invalid: ["INVALID_DATA", "No amount of money above zero in whole fen"],
  amount_exceeds_refundable: ["INVALID_DATA", "More than is left to refund"],
  amount_exceeds_requested: ["INVALID_DATA", "More than was asked for"],
  items_missing: ["INVALID_DATA", "A return needs items"],
  item_unknown: ["INVALID_DATA", "Not an item of this order"],
  quantity_invalid: ["INVALID_DATA", "No whole quantity above zero"],
  quantity_exceeds_ordered: ["INVALID_DATA", "More than was ordered"],
  quantity_exceeds_returnable: ["INVALID_DATA", "More than can still be returned"],
  wrong_state: ["NOT_ALLOWED", "The refund request is not in a state that allows this"],
});
