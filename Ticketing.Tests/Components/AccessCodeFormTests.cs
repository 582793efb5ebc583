using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.App.Presales;
using Ticketing.App.Presales.Pages;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.Tests.Components;

/// <summary>The field for an access code: prominent for a presale, folded beside the map.</summary>
public sealed class AccessCodeFormTests : IDisposable
{
    private readonly BunitContext _context = SeatMapFixtures.English();

    public void Dispose() => _context.Dispose();

    [Fact]
    public void Form_OfAPresale_NamesItAndIsOpen()
    {
        var now = DateTimeOffset.UtcNow;
        var form = Render(new PresaleWindow(PerformanceId.New(), PresaleId.New(), "Fan club", now.AddHours(-1), now.AddHours(1), [], null));

        Assert.Equal("Presale: Fan club", form.Find("[data-testid=access-code][data-open=true] h2").TextContent);
        Assert.Empty(form.FindAll("details"));
        Assert.NotNull(form.Find("form input[name=Code]"));
    }

    [Fact]
    public void Form_BesideTheMap_IsFoldedWithASummary()
    {
        var form = Render(null);

        var details = form.Find("details[data-testid=access-code-more]");
        Assert.False(details.HasAttribute("open"));
        Assert.Equal("Do you have an access code?", form.Find("details > summary").TextContent);
        Assert.Equal("access-code", form.Find("details input[name=Code]").GetAttribute("id"));
        Assert.Equal("access-code", form.Find("details label").GetAttribute("for"));
    }

    private IRenderedComponent<AccessCodeForm> Render(PresaleWindow? presale)
    {
        _context.Services.AddSingleton(TimeProvider.System);
        _context.Services.AddSingleton(new AccessAttempts(null!, TimeProvider.System));
        _context.Services.AddSingleton<AntiforgeryStateProvider, NoAntiforgery>();
        return _context.Render<AccessCodeForm>(parameters => parameters
            .Add(form => form.Performance, Guid.NewGuid())
            .Add(form => form.Presale, presale)
            .Add(form => form.TimeZone, "Europe/Berlin")
            .AddCascadingValue<HttpContext>(new DefaultHttpContext()));
    }

    private sealed class NoAntiforgery : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}
