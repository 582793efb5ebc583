using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AngleSharp.Html.Parser;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Organizations;
using Ticketing.Core.Payments;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Infrastructure.Notifications.Mails.Templates;
using Ticketing.Tests.Architecture;

namespace Ticketing.Tests.Notifications;

public sealed partial class MailTemplateTests
{
    private const string Link = "https://tickets.example/orders/T-7K3M9Q2X?token=abc";
    private static readonly Uri Picture = new("https://tickets.example/artwork/opera-1-wide.png");
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Confirmation_InGerman_HasTheOrder()
    {
        var mail = OrderMailTemplates.Confirmed(Bought(), Link, Picture, "Ticketing", Texts("de"), []);

        Assert.Equal("Ihre Tickets für Die Zauberflöte", mail.Subject);
        Assert.Equal(("ada@example.org", "Ada <Lovelace>", "box@opera.example"), (mail.To, mail.ToName, mail.ReplyTo));
        foreach (var text in (string[])["Samstag, 5. Dezember 2026", "19:30 Uhr (GMT+1), Einlass 18:30 Uhr", "T-7K3M9Q2X", "Parkett, Reihe A, Platz 1", "90,00\u00a0€", Link])
        {
            Assert.Contains(text.Replace('\u00a0', ' '), mail.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
            Assert.Contains(text.Replace('\u00a0', ' '), Visible(mail.Html), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Confirmation_InEnglish_HasTheOrder()
    {
        var mail = OrderMailTemplates.Confirmed(Bought(), Link, Picture, "Ticketing", Texts("en"), []);

        Assert.Equal("Your tickets for Die Zauberflöte", mail.Subject);
        Assert.Contains("Parkett, row A, seat 1", mail.Text, StringComparison.Ordinal);
        Assert.Matches("You can cancel this order on its page until .*December.* 2026", mail.Text.ReplaceLineEndings(" "));
    }

    [Fact]
    public void Mails_WithMarkupInNames_EscapeIt()
    {
        var html = new HtmlParser().ParseDocument(OrderMailTemplates.Confirmed(Bought(), Link, Picture, "Ticketing", Texts("en"), []).Html);

        Assert.Equal("Thank you, Ada <Lovelace>!", html.QuerySelector("h1")!.TextContent);
        Assert.Empty(html.QuerySelectorAll("script, link, lovelace"));
        Assert.Equal(Link, html.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public void Refund_OfAPart_StatesTheRestIsValid()
    {
        var view = Bought();
        view.Order.Refund([view.Order.Items[0]], 4500, Actor.System, Now);
        var mail = OrderMailTemplates.Refunded(view, Link, "Ticketing", Texts("en"), []);

        Assert.Contains("Part of your order is refunded", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Refunded  €45.00", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Your other tickets stay valid.", mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Part of the order below is cancelled.")]
    [InlineData("de", "Ein Teil der Bestellung unten ist storniert.")]
    public void Refund_OfAnExtra_DoesNotSayThatSeatsAreCancelled(string language, string part)
    {
        var view = Bought(withExtra: true);
        view.Order.Refund([], 1200, Actor.System, Now, [view.Order.Extras[0]]);
        var mail = OrderMailTemplates.Refunded(view, Link, "Ticketing", Texts(language), []);

        Assert.Contains(part, mail.Text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.DoesNotContain("seats of the order", mail.Text.ReplaceLineEndings(" "), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Refund_OfAll_StatesNoTicketIsValid()
    {
        var view = Bought();
        view.Order.Refund(view.Order.Items, 9000, Actor.System, Now);

        Assert.Contains("its tickets are no longer valid", OrderMailTemplates.Refunded(view, Link, "Ticketing", Texts("en"), []).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void Refund_Failed_StatesWhatIsOwedAndPromisesNothing(string language)
    {
        var view = Bought();
        view.Order.Refund(view.Order.Items, 9000, Actor.System, Now);
        var failed = view with
        {
            Refunds =
            [
                new Refund
                {
                    Id = Guid.NewGuid(),
                    OrderId = view.Order.Id,
                    PaymentId = Guid.NewGuid(),
                    Amount = 9000,
                    Currency = "EUR",
                    Status = RefundStatus.Failed,
                    Reason = "staff",
                    CreatedAt = Now,
                    UpdatedAt = Now,
                },
            ],
        };

        var mail = OrderMailTemplates.RefundFailed(failed, Link, "Ticketing", Texts(language));
        var cancelled = OrderMailTemplates.Refunded(failed, Link, "Ticketing", Texts(language), []);

        Assert.Contains("90", mail.Text, StringComparison.Ordinal);
        foreach (var promise in new[] { "on its way", "auf dem Weg" })
        {
            Assert.DoesNotContain(promise, mail.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(promise, cancelled.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void LatePayment_Returned_StatesTheAmount()
    {
        var mail = OrderMailTemplates.LatePaymentReturned(Bought(), Link, "Ticketing", Texts("en"));

        Assert.Contains("came too late", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("€90.00", mail.Text, StringComparison.Ordinal);
    }

    public static TheoryData<string> Languages => ["en", "de"];

    [Theory]
    [MemberData(nameof(Languages))]
    public void AccountMails_InEachLanguage_HaveTheLinkInTextAndHtml(string language)
    {
        Func<AccountMailFact, string, ResourceTexts, Mail>[] templates =
        [
            AccountMailTemplates.ConfirmEmail, AccountMailTemplates.ResetPassword, AccountMailTemplates.AlreadyRegistered,
            AccountMailTemplates.ChangeEmail, AccountMailTemplates.EmailChanged, AccountMailTemplates.PasswordChanged,
        ];
        var mails = templates.Select(template => template(new AccountMailFact("ada@example.org", "Ada", Link, language), "Ticketing", Texts(language))).ToList();

        Assert.All(mails, mail => Assert.Contains(Link, mail.Text, StringComparison.Ordinal));
        Assert.All(mails, mail => Assert.Equal(Link, new HtmlParser().ParseDocument(mail.Html).QuerySelector("a")!.GetAttribute("href")));
        Assert.Equal(mails.Count, mails.Select(mail => mail.Subject).Distinct().Count());
        Assert.All(mails, mail => Assert.Contains($"lang=\"{language}\"", mail.Html, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", "A webhook of Oper & Söhne is disabled", "Open the webhook")]
    [InlineData("de", "Ein Webhook von Oper & Söhne ist abgeschaltet", "Webhook öffnen")]
    public void DisabledWebhook_InEachLanguage_NamesAddressAndPage(string language, string subject, string button)
    {
        var fact = new WebhookMailFact("ada@example.org", "Ada", "https://tickets.example/admin/webhooks/1", language, "Oper & Söhne", "https://hooks.example.org/<x>");
        var mail = WebhookMailTemplates.Disabled(fact, "Ticketing", Texts(language));

        Assert.Equal((subject, "ada@example.org"), (mail.Subject, mail.To));
        foreach (var text in (string[])[button, fact.Url, fact.Link])
        {
            Assert.Contains(text, mail.Text, StringComparison.Ordinal);
            Assert.Contains(text, Visible(mail.Html), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("en", "Invitation to Oper & Söhne", "Box office", "Accept the invitation")]
    [InlineData("de", "Einladung zu Oper & Söhne", "Kasse", "Einladung annehmen")]
    public void Invitation_InEachLanguage_NamesRoleInviterAndLink(string language, string subject, string role, string button)
    {
        var fact = new InvitationMailFact("ada@example.org", "https://tickets.example/invitations?token=x", language, "Oper & Söhne", "Olivia <b>", "box-office", Now);
        var mail = OrganizationMailTemplates.Invited(fact, "Ticketing", Texts(language));

        Assert.Equal((subject, "ada@example.org"), (mail.Subject, mail.To));
        foreach (var text in (string[])[role, button, fact.Inviter, fact.Link])
        {
            Assert.Contains(text, mail.Text, StringComparison.Ordinal);
            Assert.Contains(text, Visible(mail.Html), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("en", "Oper & Söhne is suspended", "Oper & Söhne is approved")]
    [InlineData("de", "Oper & Söhne ist gesperrt", "Oper & Söhne ist freigegeben")]
    public void Decision_InEachLanguage_NamesReasonAndPage(string language, string suspended, string approved)
    {
        var fact = new DecisionMailFact("ada@example.org", "Ada", "https://tickets.example/organizer/oper", language, "Oper & Söhne", "No imprint <x>");
        var mail = OrganizationMailTemplates.Suspended(fact, "Ticketing", Texts(language));

        Assert.Equal((suspended, approved), (mail.Subject, OrganizationMailTemplates.Approved(fact with { Reason = "" }, "Ticketing", Texts(language)).Subject));
        foreach (var text in (string[])[fact.Reason, fact.Link])
        {
            Assert.Contains(text, mail.Text, StringComparison.Ordinal);
            Assert.Contains(text, Visible(mail.Html), StringComparison.Ordinal);
        }
    }

    public static TheoryData<string, string> Resources => new()
    {
        { "Ticketing.Infrastructure/Notifications/Mails", "MailTexts" },
        { "Ticketing.Infrastructure/Tickets", "TicketTexts" },
        { "Ticketing.Infrastructure/Localization", "PlaceTexts" },
    };

    [Theory]
    [MemberData(nameof(Resources))]
    public void Texts_OfEachFile_HaveGermanAndAreInUse(string folder, string name)
    {
        var keys = Repository.Files(".cs").Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal))
            .SelectMany(file => KeyUse().Matches(Repository.Read(file))).Select(match => match.Groups["key"].Value).Distinct();
        var german = XDocument.Parse(Repository.Read($"{folder}/{name}.de.resx")).Root!.Elements("data").Select(data => (string)data.Attribute("name")!);

        Assert.Equal(keys.Order(StringComparer.Ordinal), german.Order(StringComparer.Ordinal));
    }

    private static ResourceTexts Texts(string language) => new(typeof(MailTexts), OrderLanguage.Of(language));

    private static string Visible(string html)
    {
        var document = new HtmlParser().ParseDocument(html);
        return document.Body!.TextContent + document.QuerySelector("a")!.GetAttribute("href");
    }

    private static OrderView Bought(bool withExtra = false)
    {
        var (organization, performance, venue, shown, orderId) = (OrganizationId.New(), PerformanceId.New(), VenueId.New(), EventId.New(), OrderId.New());
        var items = Enumerable.Range(1, 2).Select(number => new OrderItem
        {
            Id = OrderItemId.New(),
            OrderId = orderId,
            PerformanceId = performance,
            SeatIndex = new SeatIndex(number),
            Label = FormattableString.Invariant($"Parkett-A-{number}"),
            Section = "Parkett",
            Row = "A",
            Number = number.ToString(CultureInfo.InvariantCulture),
            TierId = PriceTierId.New(),
            TierName = "Standard",
            Price = 4500,
            Fee = 0,
            TaxBasisPoints = 1900,
        }).ToList();
        var starts = new DateTimeOffset(2026, 12, 5, 18, 30, 0, TimeSpan.Zero);
        var order = Order.Place(
            new OrderTerms
            {
                Id = orderId,
                Number = "T-7K3M9Q2X",
                PerformanceId = performance,
                OrganizationId = organization,
                HoldId = HoldId.New(),
                Currency = "EUR",
                PricesIncludeTax = true,
                CancellableUntil = starts.AddDays(-2),
                CancellationKeepsFees = false,
                ExpiresAt = Now.AddMinutes(10),
            },
            new BuyerDetails(null, "ada@example.org", "Ada <Lovelace>", null, "de", []),
            items,
            Actor.Buyer,
            Now);
        if (withExtra)
        {
            order.SetExtras(
            [
                new OrderExtra
                {
                    Id = OrderExtraId.New(),
                    OrderId = orderId,
                    ExtraId = ExtraId.New(),
                    Name = "Parking",
                    HasVoucher = true,
                    Price = 1200,
                    TaxBasisPoints = 1900,
                    Tax = 192,
                    Total = 1200,
                },
            ]);
        }

        order.SetAmounts([new ItemAmounts(0, 718, 4500), new ItemAmounts(0, 718, 4500)], null);
        order.ConfirmPaid(Actor.Provider, Now);
        return new OrderView(
            order,
            [],
            [],
            [],
            new Performance
            {
                Id = performance,
                EventId = shown,
                VenueId = venue,
                OrganizationId = organization,
                CompiledPlanId = "x",
                StartsAt = starts,
                DoorsAt = starts.AddHours(-1),
                EndsAt = starts.AddHours(3),
                OnSaleAt = Now,
                OffSaleAt = starts,
                Status = PerformanceStatus.Scheduled,
                Currency = "EUR",
                SeatCount = 2,
            },
            new Event
            {
                Id = shown,
                OrganizationId = organization,
                Slug = "zauberfloete",
                Title = "Die Zauberflöte",
                Category = "opera",
                Summary = "",
                Description = "",
                ArtworkSeed = 1,
                Status = EventStatus.Published,
                CreatedAt = Now,
            },
            new Venue
            {
                Id = venue,
                OrganizationId = organization,
                Name = "Oper",
                Slug = "oper",
                Street = "Platz 1",
                PostalCode = "10115",
                City = "Berlin",
                Country = "DE",
                Latitude = 52.5,
                Longitude = 13.4,
                TimeZone = "Europe/Berlin",
            },
            new Organization { Id = organization, Name = "Oper & Söhne", Slug = "oper", Email = "box@opera.example" })
        {
            Places = items.ToDictionary(item => item.SeatIndex, item => new SeatPlace(item.Section, item.Row, item.Number, null, null)),
        };
    }

    [GeneratedRegex("""\btexts\[\s*"(?<key>(?:[^"\\]|\\.)*)"\s*[\],]""")]
    private static partial Regex KeyUse();
}
