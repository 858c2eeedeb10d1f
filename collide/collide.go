// Package collide brings the departments' plans together: it finds out which
// rows mean the same enterprise, and judges what the plans mean for each one —
// inspections planned twice, people promised to two places, enterprises that
// no longer exist, which department leads.
//
// Two enterprises taken for one would be inspected for each other's sins, so
// rows are joined by themselves only on proof: the same valid code, a misread
// code that can mean but one known enterprise of that name, or the same name
// where it can mean but one enterprise. What is alike but not sure is handed
// to a person as a Review, with the evidence field by field; the answers come
// back as Decisions. Two different valid 18-character codes are never one
// enterprise, by no chain of likenesses and no decision.
//
// The package reads no file and schedules nothing; frequency caps are the
// scheduler's. Results do not depend on the order of entries.
package collide

import (
	"sync"

	"liancha/inspect"
	"liancha/internal/diag"
)

// Options are what Resolve and Judge need to know beside the rows.
type Options struct {
	Period    inspect.Span
	LeadOrder []string   // departments in order of precedence, full names or functions (应急管理局)
	City      string     // 南京市; empty: inferred from departments and addresses
	Decisions []Decision // what people have said about doubtful enterprises
	Blind     bool       // reviews without score and weights, so that they do not sway the reader
}

// Resolved is who is who.
type Resolved struct {
	Enterprises  []inspect.Enterprise // those that plans mention, by ID
	Of           []int32              // enterprise of each entry
	OfRegistered []int32              // enterprise of each register line; -1 where no plan mentions it
	Review       []inspect.Review     // likeliest first
	Problems     diag.List            // sorted

	found finder
}

// Resolve finds out which entries and register lines mean the same enterprise.
func Resolve(entries []inspect.Entry, registered []inspect.Registered, opt Options) *Resolved {
	r := newResolver(entries, registered, opt)
	var names, sites [][]namesake
	var collecting sync.WaitGroup
	collecting.Go(func() { names, sites = r.namesakes(), r.sites() })
	r.joinCodes()
	r.repairCodes()
	collecting.Wait()
	r.joinNames(names)
	r.joinAddresses(sites)
	r.applyDecisions()
	out, at := r.enterprises()
	var finding sync.WaitGroup
	finding.Go(func() {
		r.reportNames(out)
		out.found = newFinder(r, at)
	})
	out.Review = r.review(out)
	finding.Wait()
	r.problems.Sort()
	out.Problems = r.problems
	return out
}
