// Package sandbox is the platform in memory: a server that behaves as Wallex v1 does, for tests and for trying things
// out. No money moves and nothing is kept.
//
//	platform := sandbox.Start(t) // a *testing.T: it is closed, and checked, when the test ends
//	w := platform.Wallex()       // a client with its credentials
//	...
//	platform.Advance(time.Minute) // payments are settled, quotes expire
//
// Its routes, the validation of requests and the shape of answers come from the specifications in package api. An
// operation that is added there is answered, with its documented example, before there is any code for it. Every
// answer is validated before it is sent; one that breaks the specification becomes an HTTP 500 and a violation in
// [Stats], which fails the test.
//
// # What it does
//
// It counts requests against the rate limit, wants the API key and a token that has not expired, and refuses with the
// documented envelope and codes. Every onBehalfOfAccount, every onBehalfOfUser and the partner itself has a wallet of
// its own, opened with balances when it is first used ([WithBalance]), and sees its own beneficiaries, conversions and
// payments only. Rates never change. Money is kept in a double-entry book: [Sandbox.Books] shows all of it, with the
// wallets under the owners "partner", "account <id>" and "user <id>".
//
// Nothing happens in the background. What has become due by the sandbox's clock ([Sandbox.Advance], [WithClock]) has
// happened when the next request comes in: funded payments are completed ([WithSettlement]), unfunded ones fail after
// twelve hours, quotes ([WithQuoteLifetime]) and tokens ([WithTokenLifetime]) expire.
//
// Virtual accounts get their deposits from [Sandbox.SimulateDeposit]. What is left of those after the fee is in the
// master account of the scope and the currency, in the books under "master account", until it is withdrawn.
//
// Files are uploaded to, and proofs of payment downloaded from, signed URLs on the sandbox itself.
//
// # Asking for failures
//
// The purposeOfTransferDescription of a payment decides how it ends after it was funded:
//
//	sandbox: reject   status rejected
//	sandbox: fail     status failed
//
// Both have a failureReason, and everything that funding took comes back into the wallet. Beyond that, a
// large amount runs into insufficient funds, beneficiaries cannot have banks in CU, IR, KP and SY, and those with banks
// in AF and MM cannot be paid.
//
// # What is not documented
//
// Where the platform's documentation is silent, the sandbox had to choose. These error codes are its own, or documented
// for other operations only:
//
//	rate_limit_exceeded                    HTTP 429, with Retry-After
//	validation_failed                      the request breaks the specification, and no documented code fits
//	not_found                              HTTP 404, no operation has this path
//	request_too_large                      HTTP 413
//	authentication_failed                  also for a login with wrong keys
//	conversion_quote_not_exists            as simple_payment_quote_not_exists
//	conversion_reference_id_already_exist  as simple_payment_reference_id_already_exist
//	conversions_not_found                  as simple_payments_not_found
//	balance_non_existent                   a balance in a currency that is not supported
//	file_non_existent                      a payment or a withdrawal names a file that was not uploaded
//	supporting_documents_required          a payment of more than 50,000 US dollars names no files
//	virtual_account_request_non_existent   as beneficiary_non_existent; there are no codes for virtual accounts at all
//	virtual_account_non_existent           also while the request is pending
//	virtual_account_transaction_non_existent
//	master_account_non_existent            a withdrawal from an account that is not in the sold currency of the quote
//	withdrawal_quote_not_exists            as simple_payment_quote_not_exists
//
// A virtual account of type fixed takes deposits of its amount only, for as many hours as its expiryDuration. Withdrawals
// are free, go to any bankAccountId and stay pending, since no operation could tell what becomes of them.
//
// So are rates, fees, limits, the requirements of local corridors, the purposes of transfer of most corridors, and the
// transaction types funding and refund in the balance history. Do not derive the platform's figures from them.
package sandbox
