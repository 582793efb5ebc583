using System.Net;
using System.Net.Sockets;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Webhooks.Sending;

namespace Ticketing.Tests.Webhooks;

/// <summary>Where webhooks connect to, on real sockets: a refused address gets no connection.</summary>
public sealed class WebhookSenderTests
{
    private static readonly ReceiverRules Production = new(ReceiverAddresses.PublicOnly, AllowsHttp: false);
    private static readonly ReceiverRules Development = new(ReceiverAddresses.PublicOnly, AllowsHttp: true);
    private static readonly ReceiverRules Loopback = new(new ReceiverAddresses([IPNetwork.Parse("127.0.0.1/32")]), AllowsHttp: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("8.8.8.8", "127.0.0.1")]
    [InlineData("127.0.0.1", "8.8.8.8")]
    public async Task Name_OfALoopbackAddress_GetsNoConnection(params string[] addresses)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var sender = Sender(Development, _ => addresses);

        var answer = await sender.SendAsync(Message($"http://rebound.example.org:{port}/"), Stop);

        Assert.Equal(new WebhookAnswer(null, WebhookFailure.Address, null), answer);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Name_ThatChangesItsAddress_GetsNoFurtherConnection()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = context =>
        {
            context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        };
        var asked = 0;
        using var sender = Sender(Loopback, _ => ++asked == 1 ? ["127.0.0.1"] : ["127.0.0.2"]);
        var message = Message($"http://rebound.example.org:{receiver.Port}/");

        var (first, second) = (await sender.SendAsync(message, Stop), await sender.SendAsync(message, Stop));

        Assert.Equal((200, null), (first.Status, first.Failure));
        Assert.Equal((null, WebhookFailure.Address), (second.Status, second.Failure));
        Assert.Single(receiver.Arrived);
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://user@hooks.example.org/")]
    [InlineData("http://hooks.example.org/")]
    [InlineData("https://hooks.example.org:6379/")]
    public async Task Address_ThatTheRulesRefuse_IsNotEvenResolved(string url)
    {
        var asked = 0;
        using var sender = Sender(Production, _ =>
        {
            asked++;
            return ["127.0.0.1"];
        });

        Assert.Equal(WebhookFailure.Address, (await sender.SendAsync(Message(url), Stop)).Failure);
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task Name_WithoutAddress_IsAConnectionFailure()
    {
        using var sender = Sender(Production, _ => []);

        Assert.Equal(WebhookFailure.Connection, (await sender.SendAsync(Message("https://hooks.example.org/"), Stop)).Failure);
    }

    [Fact]
    public async Task Name_WithADeadAddress_IsReachedByTheNext()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        using var sender = Sender(
            new ReceiverRules(new ReceiverAddresses([IPNetwork.Parse("127.0.0.0/8")]), AllowsHttp: true), _ => ["127.0.0.77", "127.0.0.1"]);

        Assert.Null((await sender.SendAsync(Message($"http://hooks.example.org:{receiver.Port}/"), Stop)).Failure);
        Assert.Equal($"hooks.example.org:{receiver.Port}", Assert.Single(receiver.Arrived).Headers["Host"]);
    }

    [Fact]
    public async Task Receiver_WithoutTls_FailsAsCertificate()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        using var sender = Sender(Loopback, _ => ["127.0.0.1"]);

        Assert.Equal(WebhookFailure.Certificate, (await sender.SendAsync(Message($"https://hooks.example.org:{receiver.Port}/"), Stop)).Failure);
    }

    [Fact]
    public async Task Answer_Long_IsCut()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.AnswerWith(200, new string('x', 100_000));
        using var sender = Sender(Loopback, _ => ["127.0.0.1"]);

        var answer = await sender.SendAsync(Message(receiver.Address), Stop);

        Assert.Equal((200, null, WebhookSender.AnswerBytesMax), (answer.Status, answer.Failure, answer.Text?.Length));
    }

    [Fact]
    public async Task Answer_NoText_CanBeStored()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = async context => await context.Response.Body.WriteAsync(new byte[] { 0xff, 0, (byte)'a', 0xc3 });
        using var sender = Sender(Loopback, _ => ["127.0.0.1"]);

        Assert.Equal("\ufffda\ufffd", (await sender.SendAsync(Message(receiver.Address), Stop)).Text);
    }

    [Fact]
    public async Task Answer_WithHugeHeaders_IsAFailure()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = context =>
        {
            context.Response.Headers["X-Large"] = new string('x', 30_000);
            return Task.CompletedTask;
        };
        using var sender = Sender(Loopback, _ => ["127.0.0.1"]);

        Assert.Equal(WebhookFailure.Connection, (await sender.SendAsync(Message(receiver.Address), Stop)).Failure);
    }

    private static WebhookMessage Message(string url) => new(url, Guid.NewGuid(), "{}", [WebhookSecret.NewKey()]);

    private static WebhookSender Sender(ReceiverRules rules, Func<string, string[]> resolve) =>
        new(rules, TimeProvider.System, (name, _) => Task.FromResult(Array.ConvertAll(resolve(name), IPAddress.Parse)));
}
