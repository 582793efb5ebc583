using Microsoft.JSInterop;
using Microsoft.JSInterop.Infrastructure;
using Ticketing.App.Inventory.Pages;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Feed;

namespace Ticketing.Tests.Components;

public sealed class MapFramesTests : IDisposable
{
    private readonly Browser _browser = new();
    private readonly MapFrames _frames;

    public MapFramesTests() => _frames = new MapFrames(_browser, _browser.Map());

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task Deltas_OfManyVersions_AreAnsweredEverySixteenth()
    {
        for (var version = 1; version <= 2 * MapFrames.AnsweredEvery; version++)
        {
            Assert.True(await _frames.SendAsync(Delta(version)));
        }

        Assert.Equal(2 * MapFrames.AnsweredEvery, _browser.Calls.Count);
        Assert.All(_browser.Calls, call => Assert.Equal((7, "applyDelta"), (call.TargetInstanceId, call.Identifier)));
        Assert.Equal([MapFrames.AnsweredEvery - 1, (2 * MapFrames.AnsweredEvery) - 1], _browser.Calls.Index().Where(call => call.Item.AsyncHandle != 0).Select(call => call.Index));
        Assert.Equal(Enumerable.Range(1, 2 * MapFrames.AnsweredEvery).Select(version => $"[\"{Delta(version).Text}\"]"), _browser.Calls.Select(call => call.ArgsJson));
    }

    [Fact]
    public async Task Delta_MissedByTheScript_IsReported()
    {
        _browser.Answer = "false";

        var sent = new List<bool>();
        for (var version = 1; version <= MapFrames.AnsweredEvery; version++)
        {
            sent.Add(await _frames.SendAsync(Delta(version)));
        }

        Assert.Equal([.. Enumerable.Repeat(true, MapFrames.AnsweredEvery - 1), false], sent);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Check_OnceDeltasPause_AsksForTheLastVersion(string answer, bool expected)
    {
        _browser.Answer = answer;
        await _frames.SendAsync(Delta(4));
        Assert.True(await _frames.CheckAsync());
        await _frames.SendAsync(Delta(5));
        Assert.True(await _frames.CheckAsync());
        Assert.All(_browser.Calls, call => Assert.Equal(0, call.AsyncHandle));

        Assert.Equal(expected, await _frames.CheckAsync());

        Assert.Equal(("hasDelta", "[5]"), (_browser.Calls[^1].Identifier, _browser.Calls[^1].ArgsJson));
        var calls = _browser.Calls.Count;
        Assert.True(await _frames.CheckAsync());
        Assert.Equal(calls, _browser.Calls.Count);
    }

    [Fact]
    public async Task Snapshot_IsAnswered()
    {
        await _frames.SendAsync(Delta(1));
        await _frames.SendAsync(SeatFrame.Snapshot(2, "epoch", [0, 1, 2]));

        Assert.Equal([false, true], _browser.Calls.Select(call => call.AsyncHandle != 0));
        Assert.True(await _frames.CheckAsync());
        Assert.True(await _frames.CheckAsync());
        Assert.Equal(2, _browser.Calls.Count);
    }

    [Fact]
    public async Task Delta_OfAnEndedCircuit_Throws()
    {
        _browser.IsGone = true;

        await Assert.ThrowsAsync<JSDisconnectedException>(async () => await _frames.SendAsync(Delta(1)));
    }

    private static SeatFrame Delta(long version) => SeatFrame.Delta(version, "epoch", [new SeatChange(new SeatIndex(3), SeatStatus.Held, version)]);

    /// <summary>A runtime whose browser answers at once.</summary>
    private sealed class Browser : JSRuntime
    {
        public List<JSInvocationInfo> Calls { get; } = [];

        public string Answer { get; set; } = "true";

        public bool IsGone { get; set; }

        public IJSObjectReference Map() => new MapReference(this);

        protected override void BeginInvokeJS(in JSInvocationInfo invocationInfo)
        {
            if (IsGone)
            {
                throw new JSDisconnectedException("The circuit has ended.");
            }

            Calls.Add(invocationInfo);
            if (invocationInfo.AsyncHandle != 0)
            {
                var result = invocationInfo.ResultType == JSCallResultType.JSVoidResult ? "null" : Answer;
                DotNetDispatcher.EndInvokeJS(this, $"[{invocationInfo.AsyncHandle},true,{result}]");
            }
        }

        protected override void BeginInvokeJS(long taskId, string identifier, string? argsJson, JSCallResultType resultType, long targetInstanceId) =>
            throw new NotSupportedException("The framework calls the other overload.");

        protected override void EndInvokeDotNet(DotNetInvocationInfo invocationInfo, in DotNetInvocationResult invocationResult) =>
            throw new NotSupportedException("The script calls nothing.");

        private sealed class MapReference(JSRuntime runtime) : Microsoft.JSInterop.Implementation.JSObjectReference(runtime, 7);
    }
}
