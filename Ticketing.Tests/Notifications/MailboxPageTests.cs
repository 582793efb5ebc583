using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Ticketing.Infrastructure.Development.LocalMail;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Notifications;

/// <summary>The pages of the local mailbox.</summary>
public sealed class MailboxPageTests(TestServers servers) : IAsyncLifetime
{
    private PooledApp _running = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TestApp App => _running.App;

    public async ValueTask InitializeAsync() => _running = await servers.Apps.TakeAsync();

    [Fact]
    public async Task Mail_OnItsPages_ShowsAllParts()
    {
        var body = new BodyBuilder { TextBody = "Look: https://tickets.example/a", HtmlBody = "<html><head></head><body><p>Größe</p></body></html>" };
        body.Attachments.Add("tickets.pdf", "%PDF"u8.ToArray(), new ContentType("application", "pdf"));
        using var message = new MimeMessage(
            [new MailboxAddress("Shop", "shop@example.org")], [new MailboxAddress("Jürgen", "buyer@example.org")], "Ihre Größe", body.ToMessageBody());
        var id = await StoreAsync(message);
        using var client = App.CreateClient();

        Assert.Contains("Ihre Gr", await client.GetStringAsync("mailbox?to=buyer@example.org", Stop), StringComparison.Ordinal);
        Assert.Contains("No mails yet", await client.GetStringAsync("mailbox?to=other@example.org", Stop), StringComparison.Ordinal);
        var page = WebUtility.HtmlDecode(await client.GetStringAsync($"mailbox/{id}", Stop));
        foreach (var part in (string[])["Ihre Größe", "\"Jürgen\" <buyer@example.org>", "<a href=\"https://tickets.example/a\">", "tickets.pdf"])
        {
            Assert.Contains(part, page, StringComparison.Ordinal);
        }

        Assert.Contains("<base target=\"_top\"></head><body><p>Größe</p>", await client.GetStringAsync($"mailbox/{id}/html", Stop), StringComparison.Ordinal);
        Assert.Equal("%PDF"u8.ToArray(), await client.GetByteArrayAsync($"mailbox/{id}/files/0", Stop));
        Assert.Contains("Content-Type: multipart/mixed", await client.GetStringAsync($"mailbox/{id}/source", Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("html")]
    [InlineData("files/0")]
    [InlineData("files/-1")]
    public async Task Mail_MissingPart_IsNotFound(string part)
    {
        using var message = new MimeMessage([], [], "Hello", new BodyBuilder { TextBody = "text" }.ToMessageBody());
        var id = await StoreAsync(message);
        using var client = App.CreateClient();

        using var answer = await client.GetAsync($"mailbox/{id}/{part}", Stop);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    public ValueTask DisposeAsync() => _running.DisposeAsync();

    private async Task<Guid> StoreAsync(MimeMessage message)
    {
        using var content = new MemoryStream();
        await message.WriteToAsync(content, Stop);
        var id = await App.Services.GetRequiredService<LocalMailbox>().StoreAsync("shop@example.org", ["buyer@example.org"], content.ToArray(), Stop);
        return id!.Value;
    }
}
