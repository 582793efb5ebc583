using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Messaging.Events.Consuming;
using Ticketing.Infrastructure.Messaging.Events.Desk;
using Ticketing.Infrastructure.Messaging.Events.Log;

namespace Ticketing.Tests.Messaging;

/// <summary>Pages that consumers share.</summary>
public sealed class FactPagesTests
{
    private static readonly FactPosition[] Begin = new FactPosition[FactStreams.Count];

    private readonly FactSignals _signals = new();
    private readonly CountingLog _log = new();
    private readonly FactPages _pages;

    public FactPagesTests() => _pages = new FactPages(_log, _signals);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Consumers_AtTheSamePositions_ShareOneReading()
    {
        var reads = Enumerable.Range(0, 5).Select(_ => _pages.ReadAsync([.. Begin], Stop)).ToList();
        _log.Answer.SetResult(_log.Page);

        Assert.All(await Task.WhenAll(reads), page => Assert.Same(_log.Page, page));
        Assert.Single(_log.Firsts);
    }

    [Fact]
    public async Task Consumer_AtAnotherPosition_ReadsByItself()
    {
        _log.Answer.SetResult(_log.Page);
        await _pages.ReadAsync(Begin, Stop);
        await _pages.ReadAsync([.. Begin.Select((position, stream) => stream == 3 ? new FactPosition(7, 0) : position)], Stop);

        // Each reading begins with the next stream.
        Assert.Equal([1, 2], _log.Firsts);
    }

    // Otherwise a consumer that was woken by new facts could see a page from before them, and wait.
    [Fact]
    public async Task Page_FromBeforeASignal_IsNotShared()
    {
        _log.Answer.SetResult(_log.Page);
        await _pages.ReadAsync(Begin, Stop);
        _signals.Appended.Set();
        await _pages.ReadAsync(Begin, Stop);

        Assert.Equal(2, _log.Firsts.Count);
    }

    // A signal can be lost.
    [Fact]
    public async Task Page_ThatIsOld_IsNotShared()
    {
        _log.Answer.SetResult(_log.Page);
        await _pages.ReadAsync(Begin, Stop);
        await Task.Delay(FactPages.SharedFor + TimeSpan.FromMilliseconds(20), Stop);
        await _pages.ReadAsync(Begin, Stop);

        Assert.Equal(2, _log.Firsts.Count);
    }

    [Fact]
    public async Task Reading_ThatFailed_IsRepeated()
    {
        _log.Answer.SetException(new IOException());
        await Assert.ThrowsAsync<IOException>(() => _pages.ReadAsync(Begin, Stop));
        _log.Answer = new();
        _log.Answer.SetResult(_log.Page);

        Assert.Same(_log.Page, await _pages.ReadAsync(Begin, Stop));
    }

    [Fact]
    public async Task Caller_Cancelled_LeavesTheReadingToOthers()
    {
        using var leaving = new CancellationTokenSource();
        var first = _pages.ReadAsync(Begin, leaving.Token);
        var second = _pages.ReadAsync(Begin, Stop);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _log.Answer.SetResult(_log.Page);

        Assert.Same(_log.Page, await second);
    }

    private sealed class CountingLog : IFactLog
    {
        public FactPage Page { get; } = new(new FactCursor("1-1", 9), [.. Enumerable.Repeat(new FactSlice(default, [], true), FactStreams.Count)]);

        public TaskCompletionSource<FactPage?> Answer { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<int> Firsts { get; } = [];

        public Task<FactPage?> ReadAsync(IReadOnlyList<FactPosition> after, int first, CancellationToken cancellationToken)
        {
            Firsts.Add(first);
            return Answer.Task;
        }

        public bool IsOutage(Exception failure) => false;

        public Task<FactCursor?> FindCursorAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<FactCursor?> ResumeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> TryResetAsync(FactCursor? expected, FactCursor cursor, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<bool> TryAppendAsync(
            FactCursor expected, FactCursor next, IReadOnlyList<Fact> facts, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task TrimAsync(IReadOnlyList<FactPosition> upTo, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<long>> LengthsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<StreamState>> DescribeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SubscribeAsync(Action appended, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
