from company import ANA


async def test_x(slack):
    ana = slack.person(ANA.id)
    print(await ana.open_home())
    print(await ana.command("/goal"))
    await ana.command("/goal new Hello")
    await slack.settle()
    print(ana.view)
    print(await ana.submit({}))
    assert 0
