package wallexplatform

import (
	"container/heap"
	"time"
)

// agenda is what is due at a time, earliest first; what is due at the same time in the order it was noted in.
type agenda struct {
	tasks []task
	noted int
}

type task struct {
	due   time.Time
	order int
	do    func() error
}

func (a *agenda) Len() int { return len(a.tasks) }

func (a *agenda) Less(i, j int) bool {
	if !a.tasks[i].due.Equal(a.tasks[j].due) {
		return a.tasks[i].due.Before(a.tasks[j].due)
	}
	return a.tasks[i].order < a.tasks[j].order
}

func (a *agenda) Swap(i, j int) { a.tasks[i], a.tasks[j] = a.tasks[j], a.tasks[i] }

func (a *agenda) Push(t any) { a.tasks = append(a.tasks, t.(task)) }

func (a *agenda) Pop() any {
	last := a.tasks[len(a.tasks)-1]
	a.tasks = a.tasks[:len(a.tasks)-1]
	return last
}

// later notes what is to be done when it is due. It must look whether there is still cause to.
func (p *Platform) later(due time.Time, do func() error) {
	p.agenda.noted++
	heap.Push(&p.agenda, task{due, p.agenda.noted, do})
}

// Settle does what has become due by now, in the order in which it became due.
func (p *Platform) Settle(now time.Time) error {
	for p.agenda.Len() > 0 && !now.Before(p.agenda.tasks[0].due) {
		if err := heap.Pop(&p.agenda).(task).do(); err != nil {
			return err
		}
	}
	return nil
}

// Due returns when the next thing becomes due, false where nothing will.
func (p *Platform) Due() (time.Time, bool) {
	if p.agenda.Len() == 0 {
		return time.Time{}, false
	}
	return p.agenda.tasks[0].due, true
}
