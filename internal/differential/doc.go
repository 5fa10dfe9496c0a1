// Package differential proves that compiled plans (internal/plan) answer as the ordinary path does, byte for byte: documents
// made from the schema, over the demo's data, for every kind of caller, each sent to both.
//
// CI runs 20,000 documents on the embedded database and 5,000 on Postgres. A million:
//
//	HANDLEDESK_DIFFERENTIAL_DOCUMENTS=1000000 go test ./internal/differential -run TestPlans -count=1 -v -timeout 6h
//
// What differs is printed with the document, its variables and the seed, which HANDLEDESK_DIFFERENTIAL_SEED gives back.
package differential
