// Package sandbox is the platform in memory: a server that behaves as Wallex does, for tests and for trying things
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
// payments only. Version 1 and version 2 are two ways to the same things. Rates never change. Money is kept in a
// double-entry book: [Sandbox.Books] shows all of it, with the wallets under the owners "partner", "account <id>" and
// "user <id>".
//
// Members sign up, fill in what the screening needs, upload a document and are screened ([WithSettlement]). Each has
// an account of its own, in which every call acts that names the account or the user, and which nothing can be done
// with before the user is approved. Accounts and users that nobody signed up can be acted for at once.
//
// What has become due by the sandbox's clock ([Sandbox.Advance], [WithClock]) has happened when the next request comes
// in: funded payments are completed ([WithSettlement]), unfunded ones fail after twelve hours, quotes
// ([WithQuoteLifetime]) and tokens ([WithTokenLifetime]) expire.
//
// Virtual accounts get their deposits from [Sandbox.SimulateDeposit]. What is left of those after the fee is in the
// master account of the scope and the currency, in the books under "master account", until it is withdrawn.
//
// Money comes into wallets with [Sandbox.SimulateFunding], and through collection accounts and collection requests with
// [Sandbox.SimulateCollection]; it comes back as a refund of a payment that was rejected or failed after it was funded.
// Internal transfers move it between the wallets of accounts, at once.
//
// Notifications of Wallex go to the URL of [WithWebhook] or of the operation that updates the webhook settings, and
// nowhere without one. One that is not answered with 200 within 30 seconds is sent three times more ([WithRedelivery]),
// and none is sent from [Sandbox.Close] on. They are the only thing that goes on in the background: what becomes due is
// notified without a request. [Stats] count them.
//
// The card platform has books of its own, [Sandbox.CardBooks], and one application, whose user is the parent of all
// others. Accounts are opened with a balance ([WithCardBalance]). After the time of settlement ([WithSettlement]) virtual
// cards that were processed are active, transfers done, and users verified who have handed in their personal information,
// an address and a document; physical cards have to be made, delivered and activated. Purchases are made with
// [Sandbox.SimulatePurchase]. Notifications of the status of cards and of transfers go to the URL of [WithCardWebhook],
// three times at most.
//
// Files are uploaded to, and documents of users and proofs of payment downloaded from, signed URLs on the sandbox
// itself. It keeps no file: what is downloaded is a text that tells what it would be.
//
// # Asking for failures
//
// The purposeOfTransferDescription of a payment decides how it ends after it was funded:
//
//	sandbox: reject   status rejected
//	sandbox: fail     status failed
//
// Both have a failureReason, and everything that funding took comes back into the wallet. The screening of a user ends
// without approval, with remarks that say so, where
//
//	lastName in the details is sandbox: reject      status rejected
//	documentName of one is sandbox: resubmit        status document_needs_resubmission
//
// The second can be screened again, and is approved once the document has another name or is gone. Beyond that, a
// large amount runs into insufficient funds, beneficiaries cannot have banks in CU, IR, KP and SY, and those with banks
// in AF and MM cannot be paid.
//
// On the card platform, a purchase is declined by what the card does not permit or its account does not hold, and
//
//	description of a transfer is sandbox fail     status FAILED, and everything comes back into the account
//	documentNumber of a user is sandbox: reject   KYC status REJECTED
//
// # Wallet Engine
//
// The sandbox also is Wallet Engine, below the path /api, for the application [Sandbox.WalletAppID]. Two users have a
// wallet from the beginning, both of KYC level 1 and with the dialling code 65. Their passcodes always are 268471, once
// they were sent:
//
//	phone number 909099999   client id 931917458, 100 SGD
//	phone number 808088888   client id 031452503, 10 SGD
//
// Others activate a wallet. A passcode has six digits, works once and for five minutes, and nobody gets an SMS: tests
// read it with [Sandbox.Passcode]. It can be asked for without a token. A password is set in the update of the profile,
// and taken as it comes, however it was hashed; changing it ends the user's tokens, as does not using them for their
// max_inactive_time. A new phone number has to be verified before the profile is updated with it.
//
// Users are of level 0 at first. An invitation raises them to level 1 ([WithSettlement]), unless their nickname is
//
//	sandbox: reject   status Failed, until they are invited again
//
// Limits and allowances are those of the documentation. Top-ups under way have their room in the wallet already; they
// arrive, and withdrawals are paid out, after the time of settlement. A withdrawal blocks its money until then, and gives
// it back, in state failed, where account_name is sandbox: reject. Transfers are at once, and for level 0 as well.
// Nothing costs a fee. Times are in UTC, and a history includes the days that it is limited to. [Sandbox.WalletBooks]
// shows all the money.
//
// Everything is refused with a documented identifier, if not with the one that the platform would use: invalid_arguments
// stands for amounts beyond the limits and for phone numbers that have a wallet already as well, invalid_passcode and
// invalid_user_authorize for a sign-in with a wrong passcode or password.
//
// # Faults
//
// [WithFaults] and [Sandbox.SetFaults] let things go wrong between the client and the platform: connections that are cut,
// errors of the platform and of a gateway, answers that never come, come too late or are cut off, each before or after
// the platform has done what it was asked for; creates that take effect after the client has given up and looked in
// vain; listings that lag; notifications that come twice, late, in another order or at the second try only. See
// [FaultKind] for all of them. A [Fault] chooses its requests by operation, by number and by chance ([WithSeed]).
//
// Requests that fail a check, such as that of the token, are neither struck nor numbered, and uploads never are. The rate limit counts
// requests that are struck like any other. A cut connection is a panic with [http.ErrAbortHandler], which servers
// understand, for those who call [Sandbox.ServeHTTP] themselves. [Stats] count the faults.
//
// # A sandbox in another process
//
// wallex sandbox serves a sandbox, with --faults and --seed. Below the path /sandbox/ of its address it can be controlled
// and audited. That is the sandbox's own, no part of any platform, and needs no key:
//
//	POST /sandbox/faults   replaces the faults with those of a JSON list: [{"kind": "drop-after", "probability": 0.1}]
//	GET /sandbox/stats     answers the [Stats]
//	GET /sandbox/books     answers the [Audit]: the books, what is wrong with them, and all payments
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
//	balance_non_existent                   a balance in a currency that is not supported, or with an unknown id
//	file_non_existent                      a payment, a withdrawal or a collection request names a file that was not uploaded
//	supporting_documents_required          a payment of more than 50,000 US dollars names no files
//	virtual_account_request_non_existent   as beneficiary_non_existent; there are no codes for virtual accounts at all
//	virtual_account_non_existent           also while the request is pending
//	virtual_account_transaction_non_existent
//	master_account_non_existent            a withdrawal from an account that is not in the sold currency of the quote
//	withdrawal_quote_not_exists            as simple_payment_quote_not_exists
//	simple_payment_user_not_approved       any call that acts for a user who signed up and is not approved
//	user_non_existent                      as beneficiary_non_existent; there are no codes for users at all
//	company_non_existent                   the user is an individual
//	document_non_existent
//	user_detail_incomplete                 a screening lacks details
//	company_incomplete                     a screening lacks something of the company
//	customer_due_diligence_incomplete      a screening lacks something of the due diligence
//	user_documents_required                a screening lacks an uploaded document
//	user_screening_not_possible            the status is neither pending nor document_needs_resubmission
//	webhook_non_existent                   there is no URL for notifications
//	funding_non_existent                   as beneficiary_non_existent, like the next six; version 2 has no documented codes
//	refund_non_existent
//	deduction_non_existent
//	internal_transfer_non_existent         also for accounts that neither sent nor received the money
//	collection_account_non_existent        also a payment into an account that is not active
//	collection_non_existent
//	collection_request_non_existent
//	status_invalid                         a collection request that has ended is canceled or marked as paid
//	insufficient_funds                     an internal transfer of more than there is
//	purpose_code_non_existent              a collection request for no known purpose
//
// Operations of version 2 refuse with the codes of version 1, where they do the same.
//
// A virtual account of type fixed takes deposits of its amount only, for as many hours as its expiryDuration. Withdrawals
// are free, go to any bankAccountId and stay pending, since no operation could tell what becomes of them.
//
// The screening needs the details that are documented, and of companies nearly everything; of lite accounts it needs an
// uploaded document only. The keys of entity types and of products usage are the sandbox's own.
//
// The validation of a beneficiary scores what its creation would be refused for with 0, a name of the account's holder or
// of the bank that contradicts the other fields with 0.5, and everything else with 1.
//
// Fundings and collections are pending until the time of settlement has passed, and both statuses are notified of.
// Collections cost what deposits do. Everybody may have collection accounts, all at one bank that does not exist, in a
// few currencies; their statuses are pending, active and inactive, and opening one is paid for with a deduction where
// the wallet has the money. A collection request has an account of its own, which is closed when the request is paid in
// full or canceled: its statuses are pending, full_paid and cancel. What comes in there is exchanged at the rate of
// withdrawals, without a further fee. Fundings and internal transfers go to any account but those of users who signed up
// and are not approved.
//
// So are rates, fees, limits, the requirements of local corridors, the purposes of transfer of most corridors, and the
// transaction types in the balance history but those of conversions and payments. Do not derive the platform's figures
// from them.
//
// Of the card platform, the sandbox chose the unit of each amount that the source leaves open: minor units in accounts,
// their ledgers and the notifications of transfers, major ones in transactions, limits and the limit of a card. It
// refuses forbidden steps with the documented code 1010, unknown ids with 1000 as an unknown user is, the processing of a
// physical card without a PIN with 1035 and the action SET_PIN. The first status of a card, PENDING, the statuses of
// conversions and reviews, security settings and limits but for the ids in examples, charges, embossing names, all banks
// and merchants are made up. A replaced card stays blocked for good; conversions leave a card active until the physical
// one is delivered.
package sandbox
