package operation

import "context"

// One calls an operation whose payload is one value.
func One[T any](ctx context.Context, c *Caller, op *Operation, in *Input, options ...Option) (*T, error) {
	var payload *T
	if err := c.call(ctx, op, in, options, &payload); err != nil {
		return nil, err
	}
	return payload, nil
}

// Many calls an operation whose payload is a list that comes as a whole.
func Many[T any](ctx context.Context, c *Caller, op *Operation, in *Input, options ...Option) ([]T, error) {
	var payload []T
	if err := c.call(ctx, op, in, options, &payload); err != nil {
		return nil, err
	}
	return payload, nil
}

// None calls an operation whose answer holds nothing.
func None(ctx context.Context, c *Caller, op *Operation, in *Input, options ...Option) error {
	return c.call(ctx, op, in, options, nil)
}

func (c *Caller) call(ctx context.Context, op *Operation, in *Input, options []Option, payload any) error {
	s := apply(options)
	m, refused := in.encode(c, op, s.bodyFields)
	if refused != nil {
		return c.refuse(ctx, op, refused)
	}
	return c.exchange(ctx, op, m, s, payload, nil)
}
