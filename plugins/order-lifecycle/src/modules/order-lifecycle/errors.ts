import { defineErrors } from "@mall/kernel";

/** What can go wrong in the life of an order. Codes are API; the README lists them. */
export const OrderLifecycleErrors = defineErrors("order_lifecycle", {
  order_already_placed: [
    "NOT_ALLOWED",
    "The cart is an order already; pay the order instead of starting a new payment session",
  ],
  order_not_found: ["NOT_FOUND", "No such order"],
  order_canceled: ["NOT_ALLOWED", "The order was canceled"],
  not_paid: ["NOT_ALLOWED", "The order is not paid"],
  not_shipped: ["NOT_ALLOWED", "Not everything of the order was sent yet"],
  already_shipped: ["NOT_ALLOWED", "The order is on its way and cannot be canceled any more"],
  already_completed: ["NOT_ALLOWED", "The order is completed and cannot be canceled any more"],
});
