using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Limits;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Limits;

/// <summary>Counters of failed attempts, against a real Redis.</summary>
public sealed class FailureCounterTests(ClassDatabase data) : IClassFixture<ClassDatabase>
{
    private static readonly ClientNetwork Home = ClientNetwork.Of(IPAddress.Parse("203.0.113.7"));
    private static readonly ClientNetwork Elsewhere = ClientNetwork.Of(IPAddress.Parse("198.51.100.1"));

    private readonly FailureCounter _failures = new(data.Database.Redis, NullLogger<FailureCounter>.Instance);

    [Fact]
    public async Task Count_OverTheLimit_RefusesUntilTheWindowEnds()
    {
        var limit = Limit(perSubjectAndNetwork: 2);

        Assert.Null(await _failures.CountAsync(limit, "hold", Home));
        Assert.Null(await _failures.CountAsync(limit, "hold", Home));
        var wait = await _failures.CountAsync(limit, "hold", Home);

        Assert.InRange(wait!.Value, TimeSpan.FromTicks(1), limit.Window);
    }

    [Fact]
    public async Task Count_OtherSubjectOrNetwork_IsSeparate()
    {
        var limit = Limit(perSubjectAndNetwork: 1);
        Assert.Null(await _failures.CountAsync(limit, "hold", Home));
        Assert.NotNull(await _failures.CountAsync(limit, "hold", Home));

        Assert.Null(await _failures.CountAsync(limit, "another", Home));
        Assert.Null(await _failures.CountAsync(limit, "hold", Elsewhere));
    }

    [Fact]
    public async Task Count_ManySubjectsFromOneNetwork_IsLimitedByNetwork()
    {
        var limit = Limit(perSubjectAndNetwork: 1, perNetwork: 3);
        for (var subject = 0; subject < 3; subject++)
        {
            Assert.Null(await _failures.CountAsync(limit, $"order {subject}", Home));
        }

        Assert.NotNull(await _failures.CountAsync(limit, "order 3", Home));
        Assert.Null(await _failures.CountAsync(limit, "order 3", Elsewhere));
    }

    [Fact]
    public async Task Count_ManyNetworksForOneSubject_IsLimitedBySubject()
    {
        var limit = Limit(perSubjectAndNetwork: 1) with { PerSubject = 2 };
        for (var last = 1; last <= 2; last++)
        {
            Assert.Null(await _failures.CountAsync(limit, "account", Network(last)));
        }

        Assert.NotNull(await _failures.CountAsync(limit, "account", Network(3)));
    }

    // One network alone must not use up the limit that all networks share.
    [Fact]
    public async Task Count_RefusedAttempts_DoNotUseUpTheSubject()
    {
        var limit = Limit(perSubjectAndNetwork: 1) with { PerSubject = 3 };
        for (var attempt = 0; attempt < 10; attempt++)
        {
            await _failures.CountAsync(limit, "account", Home);
        }

        Assert.Null(await _failures.CountAsync(limit, "account", Elsewhere));
    }

    [Fact]
    public async Task Forgive_SuccessfulAttempts_AreNotCounted()
    {
        var limit = Limit(perSubjectAndNetwork: 1, perNetwork: 1);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Null(await _failures.CountAsync(limit, "hold", Home));
            await _failures.ForgiveAsync(limit, "hold", Home);
        }
    }

    [Fact]
    public async Task Count_ParallelGuesses_NeverExceedTheLimit()
    {
        var limit = Limit(perSubjectAndNetwork: 5);

        var waits = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _failures.CountAsync(limit, "hold", Home)));

        Assert.Equal(5, waits.Count(wait => wait is null));
    }

    [Fact]
    public async Task Count_RedisUnavailable_Allows()
    {
        var options = ConfigurationOptions.Parse("127.0.0.1:1,abortConnect=false,connectTimeout=100");
        options.BacklogPolicy = BacklogPolicy.FailFast;
        await using var none = await ConnectionMultiplexer.ConnectAsync(options);
        var failures = new FailureCounter(none, NullLogger<FailureCounter>.Instance);

        Assert.Null(await failures.CountAsync(Limit(perSubjectAndNetwork: 0), "hold", Home));
    }

    // A name of its own: the tests share one Redis database.
    private static FailureLimit Limit(int perSubjectAndNetwork, int perNetwork = 1000) =>
        new(Guid.NewGuid().ToString("N"), perSubjectAndNetwork, perNetwork, TimeSpan.FromMinutes(10));

    private static ClientNetwork Network(int last) => ClientNetwork.Of(new IPAddress([198, 51, 100, (byte)last]));
}
