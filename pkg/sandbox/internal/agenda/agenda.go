// Package agenda is what happens on a platform by itself: what is to be done, and when it is due.
package agenda

import (
	"container/heap"
	"time"
)

// Agenda is what is due at a time, earliest first; what is due at the same time in the order it was noted in. The zero
// value is empty. It is not safe for concurrent use.
type Agenda struct {
	tasks tasks
	noted int
}

// Later notes what is to be done when it is due. It must look whether there is still cause to.
func (a *Agenda) Later(due time.Time, do func() error) {
	a.noted++
	heap.Push(&a.tasks, task{due, a.noted, do})
}

// Settle does what has become due by now, in the order in which it became due.
func (a *Agenda) Settle(now time.Time) error {
	for len(a.tasks) > 0 && !now.Before(a.tasks[0].due) {
		if err := heap.Pop(&a.tasks).(task).do(); err != nil {
			return err
		}
	}
	return nil
}

// Due returns when the next thing becomes due, false where nothing will.
func (a *Agenda) Due() (time.Time, bool) {
	if len(a.tasks) == 0 {
		return time.Time{}, false
	}
	return a.tasks[0].due, true
}

type task struct {
	due   time.Time
	order int
	do    func() error
}

// tasks are a heap.
type tasks []task

func (t tasks) Len() int { return len(t) }

func (t tasks) Less(i, j int) bool {
	if !t[i].due.Equal(t[j].due) {
		return t[i].due.Before(t[j].due)
	}
	return t[i].order < t[j].order
}

func (t tasks) Swap(i, j int) { t[i], t[j] = t[j], t[i] }

func (t *tasks) Push(added any) { *t = append(*t, added.(task)) }

func (t *tasks) Pop() any {
	last := (*t)[len(*t)-1]
	*t = (*t)[:len(*t)-1]
	return last
}
