// Package payout makes one payment from one reference, exactly once, whatever fails.
//
//	payer := payout.New(client)
//	result, err := payer.Pay(ctx, payout.Order{Reference: "invoice-7", ...})
//
// [Payer.Pay] asks for a quote, creates the payment, funds it from the wallet and follows it to its end. The error is nil
// only where the payment is completed; otherwise it is an [*Error], whose [Outcome] says what became of the payment and
// what to do. Called again with the same reference, by the same process or by another one, during the first call or after
// a crash of it, Pay finds what exists and goes on from there.
//
// # Why there is never a second payment
//
// Every payment is created with the caller's reference as referenceId and with uniqueReferenceId, and looked for by that
// reference before it is created. The search compares the reference itself, goes through all pages, and is made on
// behalf of the same account or user as everything else: that of the client. Several hits are a [*DuplicateError].
//
// An ambiguous answer to a create is followed by a search. A payment that is not found may still come: the request may
// be applied late, or the listing may lag. So the search goes on for a while ([WithSettle]); then the create is sent
// again with a new quote and the same reference. It cannot make a second payment, since the platform refuses a reference
// that was used before with simple_payment_reference_id_already_exist, whichever of the two comes first. That refusal
// leads back to the search. Two processes at once are told apart in the same way: one creates, the other one finds.
//
// Creating commits to a price and moves nothing. Money moves when a payment is funded, and only Pay funds it. A payment
// whose create was applied after Pay had given up waits for its funds until it fails, or until Pay is called again.
//
// An ambiguous answer to funding is followed by retrieving the payment by its id. Only a payment that has been
// awaiting_funds for the whole time of [WithSettle] is funded again. A first request that is applied after that is
// refused with status_invalid, or makes the second one be refused so: the platform funds what awaits its funds, and
// funding ends that. Whichever of them is refused, the status tells in the end. Funding that was acknowledged is never
// sent again by the same call, whatever the status.
//
// A request of a call that was killed may be applied after another call has come to an outcome. It can then fund the
// payment that is there, and no other one. So an order that is still awaiting its funds is not over: there is no
// operation that cancels it. Do not pay in another way before it has failed.
//
// # What this relies on
//
// That uniqueReferenceId is checked, the two error codes, and that funding has the code status_invalid are documented for
// payments. That the platform checks and applies each of them in one step, so that two requests at once cannot both
// pass, is not said anywhere; package sandbox behaves so, and the tests of this package rely on it. Of conversions, the
// documentation has the field uniqueReferenceId, and no error codes; those of [Payer.Convert] are inferred from payments.
//
// # What cannot be promised
//
// Internal transfers have a reference that need not be unique. [Payer.Transfer] sends a request once, and where its
// answer is lost and the listing does not show the transfer, nobody can know: see there.
//
// Direct transfers of the card platform have no reference at all, and no operation looks one up. [CardPayer.Transfer]
// sends a request once and follows what it made by its number. Where the answer is lost, only a person can find out, by
// comparing the transactions of the account with what was asked for.
package payout
