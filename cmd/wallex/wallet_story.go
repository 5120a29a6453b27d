package main

import (
	"context"
	"errors"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/walletengine"
)

// walletStory tells what an application does for one user, from the activation of the wallet on.
type walletStory struct {
	*story
	platform *sandbox.Sandbox
	client   *walletengine.Client

	phone    walletengine.Phone
	password secret.String // the hash of one, in whatever way: the documentation does not say how
	session  *walletengine.Session
}

// currency is that of all wallets.
const currency = "SGD"

// useWallet tells the story of a wallet in a sandbox.
func useWallet(ctx context.Context, d *demonstration) error {
	platform, err := d.start(sandbox.WithSettlement(300 * time.Millisecond))
	if err != nil {
		return err
	}
	defer platform.Close()
	s := &walletStory{
		story: d.story, platform: platform, client: platform.WalletEngine(append(d.client, client.WithUnverified())...),
		phone: walletengine.Phone{CountryDialCode: "65", PhoneNumber: "81234567"},
	}
	defer s.use(nil)
	if err := tell(ctx,
		s.request, s.activate, s.signInByPasscode, s.setPassword, s.signInByPassword, s.keep,
		s.refuseTopUp, s.verify, s.topUp, s.transfer, s.withdraw, s.readHistory,
	); err != nil {
		return err
	}
	s.begin("Look at what is left.")
	left, err := s.limits(ctx)
	if err != nil {
		return err
	}
	return d.end("the wallet of %s %s has %s %s", s.phone.CountryDialCode, s.phone.PhoneNumber, left.AvailableBalance, currency)
}

// use goes on in another session, nil for none.
func (s *walletStory) use(session *walletengine.Session) {
	if s.session != nil {
		s.session.Close()
	}
	s.session = session
}

// passcode is what the user reads on the phone.
func (s *walletStory) passcode() (secret.String, error) {
	passcode, ok := s.platform.Passcode(s.phone.CountryDialCode, s.phone.PhoneNumber)
	if !ok {
		return secret.String{}, errors.New("no passcode was sent")
	}
	return secret.New(passcode), nil
}
