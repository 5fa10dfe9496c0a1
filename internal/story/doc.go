// Package story holds the product's stories: what a reseller, an owner or the registrar's staff asks over HTTP, and what
// they are answered, one file of testdata for each action and each refusal. The files are tests and documentation; the
// package itself is their runner.
//
// A story is a txtar archive. The text before the first section tells it; each section is a step:
//
//	-- world --             what is there when the story begins, a line each (see below)
//	-- as north --          a GraphQL operation, sent by north; `staff` is an operator, `nobody` sends no credentials
//	-- idempotency-key k1 --   after the operation: the header Idempotency-Key that is sent with it
//	-- variables --         after the operation: its variables, JSON
//	-- capture --           after the operation: names for values of the answer's data, `anna = createHandle.handle.id`
//	-- answer --            the HTTP body, JSON; `answer 401` when the HTTP status is not 200, `answer replayed` when its
//	                        header says that it was answered from what was remembered
//	-- again 4 times, every 61s --   the last operation again, after moving the clock, with the same answer each time
//	-- move 61s --          lets time pass and nothing else; `move 15d` is 15 × 24 hours, `move 1d2h` 26
//	-- live 15d --          lets time pass as while the server runs: what falls due is done at its moment, mails are sent
//	-- post --              after `live`: the mails handed to the mail server meanwhile; alone: what is due and queued now
//	-- server bounces 550 No such user --   how the mail server answers from now on: it `bounces` (nobody is there) or
//	                        `refuses` for good, `delays`, each with its reply, or `takes` mails, as it does at first
//	-- receiver answers 503 --   with which status the address <receiver> answers webhooks from now on; 204 at first
//	-- webhooks --          the webhooks that arrived since the story began or since the last such step, with the names of the
//	                        secrets that verify them
//	-- visit GET /owner/confirm?token=<token.1> --   opens a page, as HEAD and POST do; POST sends `name: value` lines
//	-- page 200 --          after `visit`: the redirection, the status, the language and the words of the page's main
//	                        part; when a form comes back, only what was wrong with it
//	-- sign in anna --      opens a session for the owner of the handle, who asks `as anna` from then on; a session token
//	                        that was captured from signIn asks `as <its name>`
//	-- mails --             the mails asked for since the story began or since the last such step, as the database has them,
//	                        sent or not
//	-- events --            the events recorded since then; those of one mutation stand together
//
// Lines of the world, each with items that are separated by commas:
//
//	reseller north with office                         an account, its key `north` and its own company handle `north-office`
//	handle anna: north FULL CREATED, PENDING           a handle of the cast in resellers' lists, NONE when no state is given;
//	                                                   `created 2024-06-01`, `language de`, `updateProhibited`, `deleteProhibited`
//	domain anna.com: north, OWNER anna, BILLING north-office, due 2026-01-20, expires 2027-03-01, hold DISPUTE
//	                                                   `nobody` when released; `unlocked`, `nameservers ns1.example.net ns2.example.net`
//	verified anna                                      an identity whose address answered before
//	key ci: north HANDLES_READ DOMAINS_READ            a key with fewer scopes; `staff` for an operator's
//
// Mails are numbered in the order in which they are first handed over. Mail 2 names <mail.2>, its id, <message.2>, its
// Message-ID without the brackets, <token.2>, what its link carries, <token.2.cut>, the same without its last character,
// and <token.2.swapped>, with small letters for capitals and capitals for small ones.
//
// Webhooks are numbered in the order in which they are first shown. Webhook 2 names <webhook.2>, its id.
//
// Ids and captured values have names, written <anna>: in operations and variables they are replaced, and answers show
// them in place of the value. An id without a name fails the story, so that nothing in a golden answer depends on how
// many rows the product happens to write; <this request> is the request's id as its header tells it. The clock stands at
// 2026-01-15 12:00 UTC when a story begins and moves only by its steps.
//
// `go test ./internal/story -update` writes the answers anew; read the difference before you believe it.
package story
