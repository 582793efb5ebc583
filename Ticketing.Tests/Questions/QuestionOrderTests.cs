using System.Net;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Answers;
using Ticketing.Core.Questions;
using Ticketing.Infrastructure.Ordering.Answers;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Questions;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;
using Ticketing.Tests.Ordering.Extras;

namespace Ticketing.Tests.Questions;

/// <summary>Questions in orders: at checkout and later, their management, and the erasure of answers.</summary>
public sealed class QuestionOrderTests(TestServers servers) : IAsyncLifetime
{
    private ExtraShop _shop = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ManageQuestionsHandler Handler => _shop.Shop.Service<ManageQuestionsHandler>();

    public async ValueTask InitializeAsync() => _shop = await ExtraShop.OpenAsync(servers, new TestSaleTerms { Rows = 4, SeatsPerRow = 10, Free = true });

    public async ValueTask DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Order_WithoutARequiredAnswer_IsRefusedAtItsField()
    {
        var name = await _shop.AskAsync(Text("What shall we call you?") with { IsRequired = true });
        var hold = await _shop.Shop.HoldAsync(0);

        var refused = await _shop.PlaceAsync(hold);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Code);
        Assert.Contains(AnswerRules.FieldOf(name, null), refused.ToString(), StringComparison.Ordinal);
        Assert.Equal(0L, await _shop.Shop.Database.ScalarAsync<long>("select count(*) from orders"));
        Assert.Equal(HttpStatusCode.Created, (await _shop.PlaceAsync(hold, answers: [Answer(name, "Ada")])).Code);
        Assert.Equal("Ada", await _shop.Shop.Database.ScalarAsync<string>("select value from order_answers"));
    }

    [Fact]
    public async Task Order_WithOptionalQuestionsLeftOpen_IsPlaced()
    {
        await _shop.AskAsync(Text("Anything else?"));

        Assert.Equal("paid", (await _shop.PlaceAsync(await _shop.Shop.HoldAsync(0))).Status);
    }

    [Fact]
    public async Task BadAnswers_AreRefusedAndChangeNothing()
    {
        var size = await _shop.AskAsync(Choice("Shirt size"));
        var hold = await _shop.Shop.HoldAsync(0, 1);

        foreach (var answers in (object[][])[
            [Answer(size, "o9")], [Answer(QuestionId.New(), "o1")], [Answer(size, "o1", seat: 0)], [Answer(size, "o1"), Answer(size, "o2")], [null!]])
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _shop.PlaceAsync(hold, answers: answers)).Code);
        }

        Assert.Equal(0L, await _shop.Shop.Database.ScalarAsync<long>("select count(*) from orders"));
    }

    [Fact]
    public async Task Later_ByTheOrdersLink_AnswersAreStoredUntilTheStart()
    {
        var hold = await _shop.Shop.HoldAsync(0, 1);
        var order = await _shop.PlaceAsync(hold);
        var meal = await _shop.AskAsync(Choice("Meal") with { Scope = QuestionScope.Attendee, IsRequired = true });
        Assert.Equal(2, (await QuestionsAsync(order)).Open);

        var given = await _shop.Shop.PostAsync($"api/v1/orders/{order.Id}/answers", new { answers = new[] { Answer(meal, "o1", seat: 1) } }, order.Token);
        var bad = await _shop.Shop.PostAsync($"api/v1/orders/{order.Id}/answers", new { answers = new[] { Answer(meal, "o7", seat: 0) } }, order.Token);
        var stranger = await _shop.Shop.PostAsync($"api/v1/orders/{order.Id}/answers", new { answers = new[] { Answer(meal, "o1", seat: 0) } });

        Assert.Equal(HttpStatusCode.OK, given.Code);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, bad.Code);
        Assert.Equal(HttpStatusCode.NotFound, stranger.Code);
        var questions = await QuestionsAsync(order);
        Assert.Equal((1, "o1"), (questions.Open, Assert.Single(questions.Answers).Value));

        // A second answer replaces the first.
        await _shop.Shop.PostAsync($"api/v1/orders/{order.Id}/answers", new { answers = new[] { Answer(meal, "o2", seat: 1), Answer(meal, "o1", seat: 0) } }, order.Token);
        Assert.Equal(["o1", "o2"], (await QuestionsAsync(order)).Answers.OrderBy(answer => answer.Seat).Select(answer => answer.Value));

        await _shop.Shop.Database.ExecuteAsync("update performances set starts_at = now() - interval '1 minute', doors_at = now() - interval '1 hour'");
        _shop.Shop.Service<Infrastructure.Inventory.Sale.SellingFactsCache>().Invalidate(_shop.Shop.Sale.Id);
        var closed = await _shop.Shop.PostAsync($"api/v1/orders/{order.Id}/answers", new { answers = new[] { Answer(meal, "o2", seat: 0) } }, order.Token);
        Assert.Equal(HttpStatusCode.Conflict, closed.Code);
    }

    [Fact]
    public async Task Later_EmptyAnswers_TakeOptionalOnesBack()
    {
        var news = await _shop.AskAsync(Text("May we write to you?") with { Kind = QuestionKind.Consent });
        var often = await _shop.AskAsync(Text("How often?") with { ShownBy = news, ShownByAnswer = EventQuestion.Yes });
        var name = await _shop.AskAsync(Text("What shall we call you?") with { IsRequired = true });
        var order = await _shop.PlaceAsync(
            await _shop.Shop.HoldAsync(0), answers: [Answer(news, EventQuestion.Yes), Answer(often, "Weekly"), Answer(name, "Ada")]);

        var changed = await _shop.Shop.PostAsync(
            $"api/v1/orders/{order.Id}/answers", new { answers = new[] { Answer(news, ""), Answer(name, "") } }, order.Token);

        Assert.Equal(HttpStatusCode.OK, changed.Code);
        var questions = await QuestionsAsync(order);
        Assert.Equal((0, name), (questions.Open, Assert.Single(questions.Answers).Question));
    }

    [Fact]
    public async Task Edited_OptionsAndText_KeepTheAnswers()
    {
        var size = await _shop.AskAsync(Choice("Shirt size"));
        var order = await _shop.PlaceAsync(await _shop.Shop.HoldAsync(0), answers: [Answer(size, "o1")]);

        var edited = await Handler.HandleAsync(
            new AmendQuestion(size, terms => terms with { Text = "T-shirt size", Options = [new("o2", "Big"), new(null, "Huge")] }, _shop.Owner), Stop);

        Assert.True(edited.Succeeded, edited.Refusal?.ToString());
        var questions = await QuestionsAsync(order);
        Assert.Equal(("T-shirt size", "Small"), (questions.Questions[0].Text, questions.Questions[0].OptionText(questions.Answers[0].Value)));
        Assert.Equal("T-shirt size: Small", await _shop.Shop.Database.ScalarAsync<string>("select text from order_answer_texts"));
        Assert.True((await Handler.HandleAsync(new RemoveQuestion(size, true, _shop.Owner), Stop)).Succeeded);
        Assert.Equal("o1", Assert.Single((await QuestionsAsync(order)).Answers).Value);
    }

    [Fact]
    public async Task Questions_ThatDependOnAnother_StayBehindIt()
    {
        var meal = await _shop.AskAsync(Choice("Meal"));
        var allergies = await _shop.AskAsync(Text("Allergies?") with { ShownBy = meal, ShownByAnswer = "o2" });

        Assert.Equal(QuestionRefusal.Depends, (await Handler.HandleAsync(new MoveQuestion(allergies, true, _shop.Owner), Stop)).Refusal?.Reason);
        Assert.Equal(QuestionRefusal.Depends, (await Handler.HandleAsync(new MoveQuestion(meal, false, _shop.Owner), Stop)).Refusal?.Reason);
        Assert.Equal(QuestionRefusal.Depends, (await Handler.HandleAsync(new RemoveQuestion(meal, true, _shop.Owner), Stop)).Refusal?.Reason);
        Assert.Equal(QuestionRefusal.Depends, (await Handler.HandleAsync(
            new AmendQuestion(meal, terms => terms with { Options = [new("o1", "A"), new(null, "B")] }, _shop.Owner), Stop)).Refusal?.Reason);
        Assert.Equal(QuestionRefusal.Invalid, (await Handler.HandleAsync(
            new AmendQuestion(meal, terms => terms with { ShownBy = allergies, ShownByAnswer = "yes" }, _shop.Owner), Stop)).Refusal?.Reason);
        Assert.True((await Handler.HandleAsync(new RemoveQuestion(allergies, true, _shop.Owner), Stop)).Succeeded);
        Assert.True((await Handler.HandleAsync(new RemoveQuestion(meal, true, _shop.Owner), Stop)).Succeeded);
        Assert.Equal(QuestionRefusal.Depends, (await Handler.HandleAsync(new RemoveQuestion(allergies, false, _shop.Owner), Stop)).Refusal?.Reason);
        Assert.True((await Handler.HandleAsync(new RemoveQuestion(meal, false, _shop.Owner), Stop)).Succeeded);
        Assert.True((await Handler.HandleAsync(new RemoveQuestion(allergies, false, _shop.Owner), Stop)).Succeeded);
    }

    [Fact]
    public async Task BadTerms_AreRefused()
    {
        foreach (var terms in (QuestionTerms[])[
            Text(" "), Text(new string('a', 201)), Text("Q") with { Options = [new(null, "A"), new(null, "B")] },
            Choice("Q") with { Options = [new(null, "A")] }, Choice("Q") with { Options = [new(null, "A"), new(null, "a")] },
            Choice("Q") with { Options = [new("o1", "A"), new(null, "B")] }, Text("Q") with { ShownBy = QuestionId.New(), ShownByAnswer = "o1" },
            Text("Q") with { ShownBy = QuestionId.New() }, Text("Q") with { Kind = (QuestionKind)99 }])
        {
            Assert.Equal(QuestionRefusal.Invalid, (await Handler.HandleAsync(new CreateQuestion(_shop.Event, terms, _shop.Owner), Stop)).Refusal?.Reason);
        }

        Assert.Empty(await _shop.Shop.Service<QuestionReader>().ListAsync(_shop.Event, _shop.Owner, Stop));
    }

    [Fact]
    public async Task Commands_OfOthers_FindNothingAndChangeNothing()
    {
        var size = await _shop.AskAsync(Choice("Shirt size"));
        await using var elsewhere = await ExtraShop.OpenAsync(servers);
        foreach (var caller in new[] { Caller.Guest, elsewhere.Owner, Access.BackOffice.Member(_shop.Organization, MemberRole.Analyst) })
        {
            Assert.Equal(QuestionRefusal.NotFound, (await Handler.HandleAsync(new CreateQuestion(_shop.Event, Text("Q"), caller), Stop)).Refusal?.Reason);
            Assert.Equal(QuestionRefusal.NotFound, (await Handler.HandleAsync(new AmendQuestion(size, _ => Text("Q"), caller), Stop)).Refusal?.Reason);
            Assert.Equal(QuestionRefusal.NotFound, (await Handler.HandleAsync(new RemoveQuestion(size, true, caller), Stop)).Refusal?.Reason);
            Assert.Equal(QuestionRefusal.NotFound, (await Handler.HandleAsync(new MoveQuestion(size, true, caller), Stop)).Refusal?.Reason);
            Assert.Null(await _shop.Shop.Service<QuestionReader>().FindAsync(size, caller, Stop));
            Assert.Empty(await _shop.Shop.Service<QuestionReader>().ListAsync(_shop.Event, caller, Stop));
        }

        Assert.Equal("Shirt size", Assert.Single(await _shop.Shop.Service<QuestionReader>().ListAsync(_shop.Event, _shop.Owner, Stop)).Text);
    }

    [Fact]
    public async Task Erasure_OfTheBuyer_DeletesTheAnswers()
    {
        var size = await _shop.AskAsync(Choice("Shirt size"));
        await _shop.PlaceAsync(await _shop.Shop.HoldAsync(0), answers: [Answer(size, "o1")]);
        var exported = await _shop.Shop.Service<ExportOrdersHandler>().HandleAsync(UserId.New(), "ada@example.org", Stop);
        Assert.Equal("Shirt size: Small", Assert.Single(Assert.Single(exported).Answers).Text);

        await _shop.Shop.Service<ForgetBuyerHandler>().HandleAsync(UserId.New(), "ada@example.org", Stop);

        Assert.Equal(0L, await _shop.Shop.Database.ScalarAsync<long>("select count(*) from order_answers"));
    }

    [Fact]
    public async Task Answers_OfAnUnpaidOrder_AreReplacedWithIt()
    {
        await using var priced = await ExtraShop.OpenAsync(servers);
        var size = await priced.AskAsync(Choice("Shirt size"));
        var hold = await priced.Shop.HoldAsync(0);
        await priced.PlaceAsync(hold, answers: [Answer(size, "o1")]);

        await priced.PlaceAsync(hold, answers: [Answer(size, "o2")]);

        Assert.Equal("o2", await priced.Shop.Database.ScalarAsync<string>("select value from order_answers"));
    }

    private static QuestionTerms Text(string text) =>
        new(QuestionKind.Text, QuestionScope.Order, text, "", false, [], [], null, null);

    private static QuestionTerms Choice(string text) =>
        Text(text) with { Kind = QuestionKind.Choice, Options = [new OptionTerms(null, "Small"), new OptionTerms(null, "Big")] };

    private static object Answer(QuestionId question, string value, int? seat = null) => new { question = question.Value, value, seat };

    private async Task<OrderQuestions> QuestionsAsync(Reply order)
    {
        var visitor = new OrderVisitor(_shop.Owner, null, null);
        var view = await _shop.Shop.Service<OrderReader>().FindAsync(new OrderId(Guid.Parse(order.Id)), visitor, Stop);
        return await _shop.Shop.Service<OrderQuestionsReader>().ReadAsync(view!.Order, visitor, Stop);
    }
}
