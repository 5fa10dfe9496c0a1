// Package replay tests what a request comes to that is sent again with its Idempotency-Key, and what becomes of requests
// that race: through the real HTTP server, on a real database.
//
// Why there is no test that kills the program between doing a mutation and remembering it: there is no such moment. What
// a root field came to is a row of the transaction that does it, so that after a crash both are there or neither is;
// TestNothingIsDoneThatCannotBeRemembered makes the one fail and looks for the other.
package replay
