using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.App.WaitingRoom.Admin;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Room = Ticketing.Core.WaitingRoom.WaitingRoom;

namespace Ticketing.Tests.Components;

public sealed class RoomLinksTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly BunitContext _context = SeatMapFixtures.English();
    private readonly Room _room = new() { PerformanceId = PerformanceId.New(), OrganizationId = OrganizationId.New() };
    private readonly List<LinkResult> _made = [];
    private readonly List<AdmissionLink> _revoked = [];

    public RoomLinksTests()
    {
        _context.Services.AddSingleton(TimeProvider.System);
        _context.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    public void Dispose() => _context.Dispose();

    [Fact]
    public void Links_None_ShowsAHint() => Assert.Contains("No links yet.", Render([]).Markup, StringComparison.Ordinal);

    [Fact]
    public void Links_OfBothKinds_ShowAddressOrFile()
    {
        var links = Render([Link(1, isPersonal: false), Link(2, isPersonal: true)]);

        Assert.Equal("https://site.test/1", links.Find("#link-1").GetAttribute("value"));
        Assert.Equal("link-1", links.Find("[data-copy]").GetAttribute("data-copy"));
        Assert.EndsWith(".csv", links.Find("a[download]").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal(2, links.FindAll(".room-links li").Count);
    }

    [Fact]
    public void Links_RevokedOrExhausted_AreNotOffered()
    {
        var (revoked, spent) = (Link(1, isPersonal: false), Link(2, isPersonal: false, people: 1));
        revoked.Revoke(Actor.System, Now);
        spent.Count();

        var links = Render([revoked, spent]);

        Assert.Equal(["Revoked", "Used up"], links.FindAll(".badge").Select(badge => badge.TextContent));
        Assert.Empty(links.FindAll("#link-1"));
    }

    [Fact]
    public void Revoke_Pressed_RequestsThatLink()
    {
        var link = Link(1, isPersonal: false);
        Render([link]).Find("[aria-label='Revoke Sponsors 1']").Click();

        Assert.Equal([link], _revoked);
    }

    [Fact]
    public void Form_Submitted_RequestsItsValues()
    {
        var links = Render([]);
        links.Find("#link-name").Change("Press");
        links.Find("#link-people").Change("20");
        links.FindAll("input[type=radio]")[1].Change(true);
        links.Find("#link-until").Change("2099-07-01T20:00:00");
        links.Find("form").Submit();

        var made = Assert.Single(_made);
        Assert.Equal(new LinkTerms("Press", 20, true, new DateTimeOffset(2099, 7, 1, 18, 0, 0, TimeSpan.Zero)), made.Terms);
        Assert.Empty(made.Faults);
    }

    [Theory]
    [InlineData("tomorrow", "Enter a day and a time.")]
    [InlineData("2027-03-28T02:30:00", "This time does not exist at the venue: the clocks go forward.")]
    public void Form_InvalidTime_ShowsTheError(string time, string sentence)
    {
        var links = Render([]);
        links.Find("#link-until").Change(time);
        links.Find("form").Submit();

        Assert.Equal([new RoomFault(nameof(LinkTerms.ValidUntil), sentence)], Assert.Single(_made).Faults);
    }

    [Fact]
    public void Form_Refused_MarksItsFields()
    {
        var links = Render([], [new RoomFault(nameof(LinkTerms.Name), "Give the link a name of at most 80 characters.")]);

        Assert.Equal("true", links.Find("#link-name").GetAttribute("aria-invalid"));
        Assert.Equal("Give the link a name of at most 80 characters.", links.Find("#link-name-hint").TextContent);
    }

    private AdmissionLink Link(int number, bool isPersonal, int people = 5) =>
        AdmissionLink.Make(new LinkTerms($"Sponsors {number}", people, isPersonal, null), _room, number, Actor.System, Now);

    private IRenderedComponent<RoomLinks> Render(IReadOnlyList<AdmissionLink> links, IReadOnlyList<RoomFault>? faults = null) => _context.Render<RoomLinks>(parameters => parameters
        .Add(l => l.Links, links)
        .Add(l => l.UrlOf, link => $"https://site.test/{link.Number}")
        .Add(l => l.Zone, "Europe/Berlin")
        .Add(l => l.Faults, faults ?? [])
        .Add(l => l.IsBusy, false)
        .Add(l => l.Made, 0)
        .Add(l => l.OnMake, _made.Add)
        .Add(l => l.OnRevoke, _revoked.Add));
}
