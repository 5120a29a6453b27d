package wallex

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// Credentials are what Wallex gives a partner. They print as redacted.
type Credentials struct {
	APIKey          secret.String // goes into the X-Api-Key header of every request
	AccessKeyID     secret.String // with SecretAccessKey, what the login takes
	SecretAccessKey secret.String
}

// CredentialsProvider gives a client its credentials. It is asked at every login, and again when the platform has
// refused what it gave last, so that keys can be rotated without a restart. It must be safe for concurrent use.
type CredentialsProvider interface {
	Credentials(ctx context.Context) (Credentials, error)
}

// Credentials makes fixed credentials a provider.
func (c Credentials) Credentials(context.Context) (Credentials, error) { return c, nil }

// check returns an error that names what is missing.
func (c Credentials) check() error {
	switch {
	case c.APIKey.IsZero():
		return errors.New("the credentials have no APIKey")
	case c.AccessKeyID.IsZero():
		return errors.New("the credentials have no AccessKeyID")
	case c.SecretAccessKey.IsZero():
		return errors.New("the credentials have no SecretAccessKey")
	}
	return nil
}

// The environment variables that [FromEnvironment] reads.
const (
	EnvAPIKey          = "WALLEX_API_KEY"
	EnvAccessKeyID     = "WALLEX_ACCESS_KEY_ID"
	EnvSecretAccessKey = "WALLEX_SECRET_ACCESS_KEY"
)

// FromEnvironment returns a provider that reads the credentials from the environment variables WALLEX_API_KEY,
// WALLEX_ACCESS_KEY_ID and WALLEX_SECRET_ACCESS_KEY each time it is asked. A variable that is not set is an error
// that names it.
func FromEnvironment() CredentialsProvider { return environment{} }

type environment struct{}

func (environment) Credentials(context.Context) (c Credentials, err error) {
	for _, variable := range []struct {
		name string
		into *secret.String
	}{{EnvAPIKey, &c.APIKey}, {EnvAccessKeyID, &c.AccessKeyID}, {EnvSecretAccessKey, &c.SecretAccessKey}} {
		value := os.Getenv(variable.name)
		if value == "" {
			return Credentials{}, fmt.Errorf("the environment variable %s is not set", variable.name)
		}
		*variable.into = secret.New(value)
	}
	return c, nil
}
