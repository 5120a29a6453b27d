package cardplatform

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// Credentials are those of an application, from the dashboard of the platform. They print as redacted.
type Credentials struct {
	ClientID     secret.String
	ClientSecret secret.String
}

// CredentialsProvider gives a client its credentials. It is asked whenever a token is needed, so that they can be
// rotated without a restart. It must be safe for concurrent use.
type CredentialsProvider interface {
	Credentials(ctx context.Context) (Credentials, error)
}

// Credentials makes fixed credentials a provider.
func (c Credentials) Credentials(context.Context) (Credentials, error) { return c, nil }

// check returns an error that names what is missing.
func (c Credentials) check() error {
	switch {
	case c.ClientID.IsZero():
		return errors.New("the credentials have no ClientID")
	case c.ClientSecret.IsZero():
		return errors.New("the credentials have no ClientSecret")
	}
	return nil
}

// The environment variables that [FromEnvironment] reads.
const (
	EnvClientID     = "CARDPLATFORM_CLIENT_ID"
	EnvClientSecret = "CARDPLATFORM_CLIENT_SECRET"
)

// FromEnvironment returns a provider that reads the credentials from the environment variables CARDPLATFORM_CLIENT_ID
// and CARDPLATFORM_CLIENT_SECRET each time it is asked. A variable that is not set is an error that names it.
func FromEnvironment() CredentialsProvider { return environment{} }

type environment struct{}

func (environment) Credentials(context.Context) (c Credentials, err error) {
	for _, variable := range []struct {
		name string
		into *secret.String
	}{{EnvClientID, &c.ClientID}, {EnvClientSecret, &c.ClientSecret}} {
		value := os.Getenv(variable.name)
		if value == "" {
			return Credentials{}, fmt.Errorf("the environment variable %s is not set", variable.name)
		}
		*variable.into = secret.New(value)
	}
	return c, nil
}
