import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { Modules } from "@medusajs/framework/utils";
import { bindPhoneWorkflow } from "../../../../workflows/bind-phone";
import type { PhoneBody } from "../validators";

/** Binds the phone number behind a getPhoneNumber code: `{ customer }`. */
export async function POST(
  req: AuthenticatedMedusaRequest<PhoneBody>,
  res: MedusaResponse,
): Promise<void> {
  const customerId = req.auth_context.actor_id;
  await bindPhoneWorkflow(req.scope).run({
    input: { customer_id: customerId, code: req.validatedBody.code },
  });
  const customer = await req.scope
    .resolve(Modules.CUSTOMER)
    .retrieveCustomer(customerId, { select: ["id", "first_name", "last_name", "phone"] });
  res.json({ customer });
}
